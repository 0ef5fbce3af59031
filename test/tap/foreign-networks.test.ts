/** Routes and addresses of others in the networks that subtaps are wanted to have. */
import { describe, expect, test } from "vitest";
import { protocol, routeType } from "../../src/netlink/messages/numbers.ts";
import { compareWithKernel } from "../../src/tap/difference.ts";
import type { KernelState } from "../../src/tap/kernel-state.ts";
import {
  address,
  examplePlan,
  fittingState,
  route,
  tapLink,
  withAddresses,
  withRoutes,
} from "./fitting-state.ts";

const plan = examplePlan();
const other = 7;
/** Link 20 is somebody's Ethernet card, link 21 a TAP of another user, link 22 another TAP of this user. */
const fits: KernelState = (() => {
  const state = fittingState(plan);
  const tun = state.links[0]?.tun ?? null;
  const ofOther = tun && { ...tun, owner: other };
  const links = [
    tapLink(20, "eth0", { type: "veth", tun: null }),
    tapLink(21, "slaptap9", { tun: ofOther }),
    tapLink(22, "slaptap9-1"),
  ];
  return { ...state, links: [...state.links, ...links] };
})();

/** The first of what is refused, as `what: expected`; null where nothing is. */
function refused(state: KernelState): string | null {
  const { changes, refusals } = compareWithKernel(plan, new Set(), state);
  if (refusals.length > 0) expect(changes).toEqual([]);
  for (const refusal of refusals) expect(refusal.exitCode).toBe(4);
  const [first] = refusals;
  return first === undefined ? null : `${first.what}: ${first.expected}`;
}

const ownRoute = (text: string, by: string, command: string, whose = "") =>
  `slaptap16-1 cannot have its network: the route to ${text} leaves by ${by}${whose}: ` +
  `the administrator removes it with \`ip -6 route del ${command}\``;

describe("a route of others is refused, with the command that deletes it and no other", () => {
  const inside = "2401:5180:0:66:a280::5/128";
  const whole = "2401:5180:0:66:a280::/73";
  const between = "2401:5180:0:66:a280::/72";
  test.each([
    ["inside of a network", route(20, inside), "eth0", `${inside} dev eth0 metric 1024`, ""],
    ["to a whole network", route(20, whole), "eth0", `${whole} dev eth0 metric 1024`, ""],
    ["between network and range", route(20, between), "eth0", `${between} dev eth0 metric 1024`, ""],
    [
      "by a gateway",
      route(20, inside, "fe80::7", { metric: 5 }),
      "eth0",
      `${inside} via fe80::7 dev eth0 metric 5`,
      "",
    ],
    [
      "that leads nowhere",
      route(1, inside, null, { type: routeType.BLACKHOLE, output: null }),
      "another way",
      `blackhole ${inside} metric 1024`,
      "",
    ],
    [
      "that leads nowhere and has a gateway",
      route(20, inside, "fe80::7", { type: routeType.PROHIBIT }),
      "eth0",
      `prohibit ${inside} dev eth0 metric 1024`,
      "",
    ],
    [
      "by several ways",
      route(20, inside, "fe80::7", { nextHops: [{ output: 20, gateway: "fe80::8" }] as never }),
      "eth0",
      `${inside} metric 1024`,
      "",
    ],
    [
      "from a Router Advertisement on a TAP of another user",
      route(21, inside, null, { protocol: protocol.RA }),
      "slaptap9",
      `${inside} dev slaptap9 metric 1024`,
      ": user 7, whose TAP that is, advertised it",
    ],
    [
      "that the kernel made of an advertised prefix there",
      route(21, inside, null, { protocol: protocol.KERNEL, expires: 60 }),
      "slaptap9",
      `${inside} dev slaptap9 metric 1024`,
      ": user 7, whose TAP that is, advertised it",
    ],
    [
      "that expires and was put there by hand",
      route(21, inside, null, { expires: 60 }),
      "slaptap9",
      `${inside} dev slaptap9 metric 1024`,
      "",
    ],
    [
      "that the kernel made of an address there",
      route(21, inside, null, { protocol: protocol.KERNEL }),
      "slaptap9",
      `${inside} dev slaptap9 metric 1024`,
      "",
    ],
    [
      "from a Router Advertisement on another TAP of this user",
      route(22, inside, null, { protocol: protocol.RA }),
      "slaptap9-1",
      `${inside} dev slaptap9-1 metric 1024`,
      "",
    ],
    [
      "from a Router Advertisement on no TAP",
      route(20, inside, null, { protocol: protocol.RA }),
      "eth0",
      `${inside} dev eth0 metric 1024`,
      "",
    ],
  ])("%s", (_, strange, by, command, whose) => {
    const text = command.replace(/^(blackhole|prohibit) /, "").split(" ")[0] ?? "";
    expect(refused(withRoutes(fits, strange))).toBe(ownRoute(text, by, command, whose));
  });

  test("by the slaptap into a network of a subtap", () => {
    expect(refused(withRoutes(fits, route(10, inside)))).toBe(
      ownRoute(inside, "slaptap16", `${inside} dev slaptap16 metric 1024`),
    );
  });
});

test.each([
  ["outside of the range", route(20, "2401:5180:0:66:a400::/73")],
  ["wider than the range", route(20, "2401:5180::/32")],
  ["to everything", route(20, "::/0")],
  ["in a part of the range that no subtap has", route(20, "2401:5180:0:66:a380::/73")],
  ["by another subtap of this user", route(12, "2401:5180:0:66:a2c0::/74")],
  ["in another table", route(20, "2401:5180:0:66:a280::5/128", null, { table: 255 })],
])("a route %s is not in the way", (_, strange) => {
  expect(refused(withRoutes(fits, strange))).toBeNull();
});

describe("a route that the kernel made for an address of another subtap of this user", () => {
  const text = "2401:5180:0:66:a290::/80";
  const made = route(12, text, null, { protocol: protocol.KERNEL, metric: 256 });
  const permanent = address(12, "2401:5180:0:66:a290::1/80", { flags: 0x80 });
  const second = (flags: number) => address(12, "2401:5180:0:66:a290::2/80", { flags });
  const stays = ownRoute(text, "slaptap16-2", `${text} dev slaptap16-2 metric 256`);
  const louder = (state: KernelState): KernelState => ({
    ...state,
    links: state.links.map((link) =>
      link.index === 12 ? { ...link, ipv6: { acceptRa: 1, acceptRedirects: 0, autoconf: 0 } } : link,
    ),
  });
  test.each<[string, KernelState, string | null]>([
    ["goes with that", withAddresses(withRoutes(fits, made), permanent), null],
    ["goes with the last of several", withAddresses(withRoutes(fits, made), permanent, second(0x80)), null],
    ["goes with a subtap that is set down", louder(withRoutes(fits, made)), null],
    ["stays without it", withRoutes(fits, made), stays],
    ["stays where it expires", withAddresses(withRoutes(fits, made), second(0)), stays],
    ["stays for one that keeps it", withAddresses(withRoutes(fits, made), permanent, second(0x280)), stays],
    [
      "stays where the kernel takes another for it",
      withAddresses(withRoutes(fits, route(12, text), made), permanent),
      stays,
    ],
  ])("%s", (_, state, words) => {
    expect(refused(state)).toBe(words);
  });
});

describe("a route that the kernel made to the peer of an address of another subtap of this user", () => {
  const text = "2401:5180:0:66:a290::9/128";
  const made = route(12, text, null, { protocol: protocol.KERNEL, metric: 256 });
  const stays = ownRoute(text, "slaptap16-2", `${text} dev slaptap16-2 metric 256`);
  const peer = "2401:5180:0:66:a290::9";
  const withPeer = (changes: object = {}) =>
    address(12, "fd00::1/80", { address: peer, flags: 0x80, ...changes });
  test.each<[string, KernelState, string | null]>([
    ["goes with that address", withAddresses(withRoutes(fits, made), withPeer()), null],
    ["goes with one that expires", withAddresses(withRoutes(fits, made), withPeer({ flags: 0 })), null],
    [
      "goes with one for which the kernel made no other",
      withAddresses(withRoutes(fits, made), withPeer({ flags: 0x280 })),
      null,
    ],
    [
      "stays where the peer is another",
      withAddresses(withRoutes(fits, made), withPeer({ address: "2401:5180:0:66:a290::8" })),
      stays,
    ],
    [
      "stays where the address is another interface's",
      withAddresses(withRoutes(fits, made), { ...withPeer(), index: 22 }),
      stays,
    ],
    [
      "stays where the kernel takes another for it",
      withAddresses(withRoutes(fits, route(12, text), made), withPeer()),
      stays,
    ],
    [
      "is not one to a network of that peer",
      withAddresses(
        withRoutes(fits, { ...made, prefixLength: 80, destination: "2401:5180:0:66:a290::" }),
        withPeer(),
      ),
      stays.replaceAll("a290::9/128", "a290::/80"),
    ],
  ])("%s", (_, state, words) => {
    expect(refused(state)).toBe(words);
  });
});

describe("an address of others in a wanted network is refused", () => {
  const inside = "2401:5180:0:66:a280::5/128";
  const says = (by: string, whose = "") =>
    `slaptap16-1 cannot have its network: the local route to ${inside} leaves by ${by}${whose}: ` +
    `the administrator removes it with \`ip -6 addr del ${inside} dev ${by}\``;
  test.each([
    ["an interface that is not a TAP", address(20, inside, { flags: 0x80 }), says("eth0")],
    ["a TAP of another user", address(21, inside, { flags: 0x80 }), says("slaptap9")],
    [
      "one that passes, on a TAP of another user",
      address(21, inside, { flags: 0 }),
      says("slaptap9", ": user 7, whose TAP that is, advertised it"),
    ],
    ["one that passes, elsewhere", address(20, inside, { flags: 0 }), says("eth0")],
  ])("%s", (_, strange, words) => {
    expect(refused(withAddresses(fits, strange))).toBe(words);
  });

  test.each([
    ["of this user's TAP", address(22, inside)],
    ["outside of all networks", address(20, "2401:5180:0:66:a380::5/128")],
    ["of link scope", address(20, inside, { scope: 253 })],
    ["of host scope", address(20, inside, { scope: 254 })],
    ["of IPv4", address(20, "10.0.0.1/8", { family: 2 })],
    ["that the kernel did not name", address(20, inside, { local: null })],
  ])("one %s is not", (_, strange) => {
    expect(refused(withAddresses(fits, strange))).toBeNull();
  });

  test("one that is wanted on the other end of a link counts where it is, not where its peer is", () => {
    const far = address(20, "fd00::1/128", { address: "2401:5180:0:66:a280::5" });
    expect(refused(withAddresses(fits, far))).toBeNull();
  });
});
