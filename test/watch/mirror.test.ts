import { describe, expect, test } from "vitest";
import type { Message } from "../../src/netlink/messages/message.ts";
import { messageFlag } from "../../src/netlink/messages/numbers.ts";
import { compare } from "../../src/watch/reconcile/comparison.ts";
import { findLinkName, getKernelState, mayMatter, takeMessage } from "../../src/watch/sync/mirror.ts";
import { createMirror, type Mirror, maxMirrored } from "../../src/watch/sync/mirror-index.ts";
import { encode } from "../netlink/encode/message.ts";
import { address, dumped, gone, link, owner, plan, planJson, route, whole } from "./messages.ts";

function makeMirror(): Mirror {
  const mirror = createMirror(plan);
  for (const message of whole()) takeMessage(mirror, dumped(message));
  return mirror;
}

function verdict(mirror: Mirror): string | string[] {
  const comparison = compare(plan, new Set(), getKernelState(mirror, owner));
  if (comparison.kind !== "different") return comparison.kind;
  return comparison.changes.map(({ verb, name, what }) => `${verb} ${name} ${what}`);
}

const [tap] = planJson.taps;
const subtap = link(3, "slaptap16-1");
const itsAddress = address(3, tap?.addr ?? "", 73);
const itsRoute = route(3, tap?.network ?? "", { gateway: tap?.gateway ?? "" });

test("what is as planned is the same", () => {
  expect(verdict(makeMirror())).toBe("same");
});

test.each<[string, Message, string[]]>([
  ["an address that goes", gone(itsAddress), ["created slaptap16-1 addr"]],
  ["a route that goes", gone(itsRoute), ["created slaptap16-1 route-network"]],
  ["another MTU", link(3, "slaptap16-1", { mtu: 1400 }), ["changed slaptap16-1 mtu"]],
  ["another group", link(3, "slaptap16-1", { group: 7 }), ["changed slaptap16-1 group"]],
  ["an address too many", address(4, "fd00::1", 64), ["removed slaptap16-2 addr"]],
  ["a route too many", route(4, "fd01::/64"), ["removed slaptap16-2 route-network"]],
  ["a subtap too many", link(9, "slaptap16-3"), ["removed slaptap16-3 link"]],
  [
    "a subtap that goes",
    gone(subtap),
    ["link", "up", "addr", "route-gateway", "route-network"].map(
      (what) => `${what === "up" ? "changed" : "created"} slaptap16-1 ${what}`,
    ),
  ],
  [
    "a subtap that is down, whose routes go without a message",
    link(3, "slaptap16-1", { flags: 0 }),
    ["changed slaptap16-1 up", "created slaptap16-1 route-gateway", "created slaptap16-1 route-network"],
  ],
])("%s is seen", (_, message, differences) => {
  const mirror = makeMirror();
  expect(takeMessage(mirror, message)).toBe(true);
  expect(verdict(mirror)).toEqual(differences);
});

describe("what changes nothing that a plan is compared with", () => {
  test.each<[string, Message]>([
    ["the same link again", subtap],
    ["a carrier", link(3, "slaptap16-1", { carrier: true, operstate: 6, flags: 0x10041 })],
    ["another interface", link(7, "eth0")],
    ["a bridge port of the same index", { ...gone(subtap), family: 7 }],
    ["an address elsewhere", address(7, "2401:5180:0:66:a280::5", 64)],
    ["a link-local address", { ...address(3, "fe80::1", 64), scope: 253 }],
    ["a route in another table", { ...itsRoute, table: 255 }],
    ["a route elsewhere", route(7, "2001:db8::/32")],
    ["a default route elsewhere", route(7, "::/0")],
    ["the end of what was not there", gone(route(4, "fd01::/64"))],
  ])("%s", (_, message) => {
    const mirror = makeMirror();
    takeMessage(mirror, link(7, "eth0"));
    expect(takeMessage(mirror, message)).toBe(false);
    expect(verdict(mirror)).toBe("same");
  });
});

test("a route of somebody else inside of the range is seen", () => {
  const mirror = makeMirror();
  takeMessage(mirror, link(7, "eth0"));
  expect(takeMessage(mirror, route(7, "2401:5180:0:66:a280:1::/96"))).toBe(true);
  expect(verdict(mirror)).toBe("blocked");
  takeMessage(mirror, gone(route(7, "2401:5180:0:66:a280:1::/96")));
  expect(verdict(mirror)).toBe("same");
});

test("a route that replaces others stands for them", () => {
  const mirror = makeMirror();
  const other = route(3, tap?.network ?? "", { gateway: "fe80::9" });
  takeMessage(mirror, { ...other, header: { ...other.header, flags: messageFlag.REPLACE } });
  expect(verdict(mirror)).toEqual(["removed slaptap16-1 route-network", "created slaptap16-1 route-network"]);
});

test.each<[string, Message]>([
  [
    "a route of several ways",
    route(0, "2401:5180:0:66:a280:1::/96", {
      output: null,
      nextHops: [{ flags: 0, weight: 1, output: 3, gateway: null }],
    }),
  ],
  ["an interface that gets the name of a subtap", link(7, "slaptap16-9")],
])("%s cannot be followed message by message", (_, message) => {
  const mirror = makeMirror();
  takeMessage(mirror, link(7, "eth0"));
  expect(() => takeMessage(mirror, message)).toThrow("cannot be followed message by message");
});

test("there is an end to what is kept", () => {
  const mirror = makeMirror();
  expect(() => {
    for (let index = 10; index < maxMirrored + 10; index++) takeMessage(mirror, link(index, `if${index}`));
  }).toThrow(`more than ${maxMirrored} links, addresses and routes`);
});

test("the first bytes of a message tell whether it may matter", () => {
  const mirror = makeMirror();
  const matters = (message: Message) => mayMatter(mirror, encode(message), 0);
  for (const message of whole()) expect(matters(message)).toBe(true);
  expect(matters(link(99, "eth0"))).toBe(true);
  expect(matters(address(99, "fd00::1", 64))).toBe(false);
  expect(matters({ ...address(3, "10.0.0.1", 24), family: 2 })).toBe(false);
  expect(matters(route(3, "fd00::/64", { table: 255 }))).toBe(false);
  expect(matters({ kind: "other", header: { type: 80, flags: 0, sequence: 0, port: 0 } })).toBe(false);
});

test("the name of a link is that of its last message", () => {
  const mirror = makeMirror();
  expect([findLinkName(mirror, 3), findLinkName(mirror, 99)]).toEqual(["slaptap16-1", undefined]);
  takeMessage(mirror, link(7, "eth0"));
  takeMessage(mirror, link(7, "eth1"));
  expect(findLinkName(mirror, 7)).toBe("eth1");
});
