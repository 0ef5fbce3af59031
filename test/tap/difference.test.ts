import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { place } from "../../src/issue/issue.ts";
import { scope } from "../../src/netlink/messages/numbers.ts";
import { formatPlan, type PlannedTapJson, restorePlan } from "../../src/plan/plan-json.ts";
import { splitSlaptap } from "../../src/plan/plan-taps.ts";
import { formatChange, formatDifference } from "../../src/tap/change.ts";
import { compareWithKernel } from "../../src/tap/difference.ts";
import type { KernelState } from "../../src/tap/kernel-state.ts";
import {
  address,
  examplePlan,
  fittingState,
  route,
  tapLink,
  withAddresses,
  withLink,
  withoutLink,
  withRoutes,
} from "./fitting-state.ts";

const plan = examplePlan();
const fits = fittingState(plan);
const none: ReadonlySet<string> = new Set();

function changes(state: KernelState, down = none, wanted = plan): string[] {
  const { changes: found, refusals } = compareWithKernel(wanted, down, state);
  expect(refusals).toEqual([]);
  return found.map(formatDifference);
}

test("a state that fits the plan has no difference, for any number of Radio Units", () => {
  const arbitraryPlan = fc.oneof(fc.nat(70), fc.constant(1023)).map((count) => {
    const address = 0x2001_0db8_0007n << 80n;
    const range = { address, prefixLength: 48 };
    const slaptap = { name: "slaptap1", range, gateway: address + 1n, addr: address + 2n };
    const references = Array.from({ length: count }, (_, index) => `RU${index}`);
    const places = { name: place("name"), range: place("range") };
    return splitSlaptap(slaptap, references, places).value?.plan ?? examplePlan();
  });
  fc.assert(
    fc.property(arbitraryPlan, (anyPlan) => {
      expect(compareWithKernel(anyPlan, none, fittingState(anyPlan))).toEqual({
        changes: [],
        refusals: [],
        leftAlone: [],
      });
    }),
    { numRuns: 15 },
  );
});

test("protocol, metric, preference, flags and labels of what is right do not matter", () => {
  const other = {
    ...fits,
    addresses: fits.addresses.map((entry) => ({ ...entry, flags: 0x80, label: "x", protocol: 3 })),
    routes: fits.routes.map((entry) => ({ ...entry, metric: 7, preference: 1, protocol: 4 })),
  };
  expect(changes(other)).toEqual([]);
});

test("a subtap that is not there is made from its link to its routes", () => {
  expect(changes(withoutLink(fits, "slaptap16-1"))).toEqual([
    "created slaptap16-1 link",
    "changed slaptap16-1 up",
    "created slaptap16-1 addr: 2401:5180:0:66:a2ff:ffff:ffff:ffff/73",
    "created slaptap16-1 route-gateway: 2401:5180:0:66:a280::1/128",
    "created slaptap16-1 route-network: 2401:5180:0:66:a280::/73 via 2401:5180:0:66:a280::1",
  ]);
});

test("a subtap that are wanted down is made, but neither set up nor given addresses", () => {
  expect(changes(withoutLink(fits, "slaptap16-1"), new Set(["slaptap16-1"]))).toEqual([
    "created slaptap16-1 link",
  ]);
  expect(changes(fits, new Set(["slaptap16-2"]))).toEqual([
    "removed slaptap16-2 addr: 2401:5180:0:66:a37f:ffff:ffff:ffff/73",
    "removed slaptap16-2 route-gateway: 2401:5180:0:66:a300::1/128",
    "removed slaptap16-2 route-network: 2401:5180:0:66:a300::/73",
    "changed slaptap16-2 down",
  ]);
});

test("a new subtap takes the MTU of its slaptap", () => {
  const jumbo = withLink(withoutLink(fits, "slaptap16-1"), "slaptap16", { mtu: 9000 });
  expect(changes(jumbo)).toEqual(
    expect.arrayContaining([
      "changed slaptap16-1 mtu: 1500, wanted 9000",
      "changed slaptap16-2 mtu: 1500, wanted 9000",
    ]),
  );
});

const whatGoes = [
  "removed slaptap16-1 addr: 2401:5180:0:66:a2ff:ffff:ffff:ffff/73",
  "removed slaptap16-1 route-gateway: 2401:5180:0:66:a280::1/128",
  "removed slaptap16-1 route-network: 2401:5180:0:66:a280::/73",
];
const whatComes = [
  "created slaptap16-1 addr: 2401:5180:0:66:a2ff:ffff:ffff:ffff/73",
  "created slaptap16-1 route-gateway: 2401:5180:0:66:a280::1/128",
  "created slaptap16-1 route-network: 2401:5180:0:66:a280::/73 via 2401:5180:0:66:a280::1",
];

describe("what is wrong with a link is mended with the least", () => {
  test.each([
    ["down", { flags: 0x1002 }, ["changed slaptap16-1 up"]],
    ["another MTU", { mtu: 1400 }, ["changed slaptap16-1 mtu: 1400, wanted 1500"]],
    ["in a group", { group: 4711 }, ["changed slaptap16-1 group: 4711, wanted 0"]],
    [
      "listens to Router Advertisements",
      { ipv6: { acceptRa: 1, acceptRedirects: 0, autoconf: 0 } },
      [
        ...whatGoes,
        "changed slaptap16-1 down",
        "changed slaptap16-1 sysctl: accept_ra=1 accept_redirects=0 autoconf=0, wanted accept_ra=0 accept_redirects=0 autoconf=0",
        "changed slaptap16-1 up",
        ...whatComes,
      ],
    ],
    [
      "without IPv6 because of its MTU",
      { mtu: 1000, ipv6: null },
      [
        ...whatGoes,
        "changed slaptap16-1 down",
        "changed slaptap16-1 mtu: 1000, wanted 1500",
        "changed slaptap16-1 sysctl: accept_ra=0 accept_redirects=0 autoconf=0",
        "changed slaptap16-1 up",
        ...whatComes,
      ],
    ],
  ])("%s", (_, change, expected) => {
    expect(changes(withLink(fits, "slaptap16-1", change))).toEqual(expected);
  });
});

describe("addresses", () => {
  const without = { ...fits, addresses: fits.addresses.filter(({ index }) => index !== 11) };

  test("a missing one is added", () => {
    expect(changes(without)).toEqual(["created slaptap16-1 addr: 2401:5180:0:66:a2ff:ffff:ffff:ffff/73"]);
  });

  test("one with a wrong prefix length is removed and added, for the kernel cannot change it", () => {
    expect(changes(withAddresses(without, address(11, "2401:5180:0:66:a2ff:ffff:ffff:ffff/64")))).toEqual([
      "removed slaptap16-1 addr: 2401:5180:0:66:a2ff:ffff:ffff:ffff/64",
      "created slaptap16-1 addr: 2401:5180:0:66:a2ff:ffff:ffff:ffff/73",
    ]);
  });

  test("others of global scope go; link-local ones and those of other links stay", () => {
    const more = withAddresses(
      fits,
      address(11, "2001:db8::7/64"),
      address(11, "fe80::1/64", { scope: scope.LINK }),
      address(10, "2001:db8::8/64"),
      address(11, "2401:5180:0:66:a2ff:ffff:ffff:ffff/73", { address: "fd00::1" }),
    );
    expect(changes(more)).toEqual([
      "removed slaptap16-1 addr: 2001:db8::7/64",
      "removed slaptap16-1 addr: 2401:5180:0:66:a2ff:ffff:ffff:ffff/73",
    ]);
  });
});

describe("routes", () => {
  test("missing ones are added", () => {
    const without = { ...fits, routes: fits.routes.filter(({ output }) => output !== 12) };
    expect(changes(without)).toEqual([
      "created slaptap16-2 route-gateway: 2401:5180:0:66:a300::1/128",
      "created slaptap16-2 route-network: 2401:5180:0:66:a300::/73 via 2401:5180:0:66:a300::1",
    ]);
  });

  test("wrong ones by the subtap go", () => {
    const more = withRoutes(
      fits,
      route(11, "2401:5180:0:66:a280::9/128"),
      route(11, "2401:5180:0:66:a280::/73"),
      route(11, "2401:5180:0:66:a280::/74", "2401:5180:0:66:a280::1"),
    );
    expect(changes(more)).toEqual([
      "removed slaptap16-1 route-gateway: 2401:5180:0:66:a280::9/128",
      "removed slaptap16-1 route-network: 2401:5180:0:66:a280::/73",
      "removed slaptap16-1 route-network: 2401:5180:0:66:a280::/74",
    ]);
  });

  test("the kernel's own, link-local, multicast, other types and other tables are left alone", () => {
    const more = withRoutes(
      fits,
      route(11, "2401:5180:0:66:a280::/73", null, { protocol: 2 }),
      route(11, "fe80::/64"),
      route(11, "ff00::/8"),
      route(11, "2401:5180:0:66:a280::/73", null, { table: 4711 }),
      route(11, "2401:5180:0:66:a280::2/128", null, { type: 2 }),
    );
    expect(changes(more)).toEqual([]);
  });

  test("one that is like a route of a next hop object but for its metric is removed as any other", () => {
    const shared = route(30, "2401:5180:0:66:a290::/76", null, {
      nextHopId: 7,
      table: 254,
      metric: 5,
      protocol: 2,
    });
    const more = withRoutes(fits, route(11, "2401:5180:0:66:a290::/76"), { ...shared, output: 11 });
    expect(changes(more)).toEqual(["removed slaptap16-1 route-network: 2401:5180:0:66:a290::/76"]);
  });

  test("one that shares a next hop object is the administrator's to remove", () => {
    const shared = route(11, "2401:5180:0:66:a290::/76", null, { nextHopId: 7 });
    expect(compareWithKernel(plan, none, withRoutes(fits, shared)).refusals).toEqual([
      {
        exitCode: 4,
        name: "slaptap16-1",
        what: "slaptap16-1 has a route to 2401:5180:0:66:a290::/76 with a next hop object",
        expected: expect.stringMatching(
          /^the administrator removes it with `ip -6 route del \S+ dev slaptap16-1`$/,
        ),
      },
    ]);
  });
});

describe("what is no longer wanted", () => {
  const more = { ...fits, links: [...fits.links, tapLink(20, "slaptap16-10"), tapLink(21, "slaptap16-9")] };

  test("goes, in the order of the numbers", () => {
    expect(changes(more)).toEqual(["removed slaptap16-9 link", "removed slaptap16-10 link"]);
  });

  test("is all subtaps where one Radio Unit has the slaptap alone, or none is left", () => {
    const alone = { ...plan, taps: [{ ...plan.taps[0], name: "slaptap16" }] } as typeof plan;
    for (const wanted of [alone, { ...plan, taps: [] }]) {
      expect(changes(fits, none, wanted)).toEqual(["removed slaptap16-1 link", "removed slaptap16-2 link"]);
      expect(changes(withoutLink(fits, "slaptap16"), none, wanted).length).toBe(2);
    }
  });

  test("does not cover what only looks like it, or is not the user's own", () => {
    const owned = (owner: number | null) => ({ tun: { ...fits.links[0]?.tun, owner } as never });
    const strange = {
      ...fits,
      links: [
        ...fits.links,
        tapLink(20, "slaptap16-foo"),
        tapLink(21, "slaptap161-1"),
        tapLink(22, "slaptap16-1024"),
        tapLink(23, "slaptap16-01"),
        tapLink(24, "slaptap16-7", owned(1234)),
        tapLink(25, "slaptap16-8", owned(null)),
        tapLink(26, "slaptap16-9", { type: "ifb", tun: null }),
        tapLink(27, "other", { altnames: ["slaptap16-10"] }),
      ],
    };
    const { changes: found, leftAlone } = compareWithKernel(plan, none, strange);
    expect(found).toEqual([]);
    expect(leftAlone).toEqual([
      "slaptap16-7 has another owner",
      "slaptap16-8 has no owner",
      "slaptap16-9 is not a TAP",
      "slaptap16-10 is another name of an interface",
    ]);
  });
});

describe("everything is refused, with what would be right", () => {
  const tunOf = (change: object) => ({ tun: { ...fits.links[0]?.tun, ...change } as never });
  test.each([
    ["no slaptap", withoutLink(fits, "slaptap16"), 4, "slaptap16 does not exist", /slapos node format/],
    [
      "a slaptap that is not a TAP",
      withLink(fits, "slaptap16", tunOf({ mode: "tun" })),
      4,
      "slaptap16 is not a TAP",
      null,
    ],
    [
      "a slaptap without owner",
      withLink(fits, "slaptap16", tunOf({ owner: null })),
      3,
      "slaptap16 has no owner",
      /format/,
    ],
    [
      "no range",
      { ...fits, routes: fits.routes.filter(({ output }) => output !== 10) },
      4,
      "slaptap16 has no IPv6 range",
      /^run `slapos node format --now`$/,
    ],
    [
      "a wanted name that is not a TAP",
      withLink(fits, "slaptap16-1", { type: "veth", tun: null }),
      4,
      "slaptap16-1 is not a TAP",
      /`ip link del dev slaptap16-1`/,
    ],
    [
      "a wanted name that is an altname",
      {
        ...withoutLink(fits, "slaptap16-1"),
        links: [
          tapLink(30, "eth0", { altnames: ["slaptap16-1"] }),
          ...withoutLink(fits, "slaptap16-1").links,
        ],
      },
      4,
      "slaptap16-1 is another name of an interface",
      /`ip link property del dev eth0 altname slaptap16-1`/,
    ],
    [
      "another owner",
      withLink(fits, "slaptap16-1", tunOf({ owner: 7 })),
      4,
      "slaptap16-1 has another owner",
      /ip link del/,
    ],
    [
      "a group",
      withLink(fits, "slaptap16-1", tunOf({ group: 7 })),
      4,
      "slaptap16-1 is open to a group",
      /ip link del/,
    ],
    [
      "not persistent",
      withLink(fits, "slaptap16-1", tunOf({ persist: false })),
      4,
      "slaptap16-1 is not persistent",
      /ip link del/,
    ],
    [
      "a route into a network that leaves elsewhere",
      withRoutes(fits, route(30, "2401:5180:0:66:a280::5/128")),
      4,
      "slaptap16-1 cannot have its network: the route to 2401:5180:0:66:a280::5/128 leaves by another way",
      /removes it with `ip -6 route del 2401:5180:0:66:a280::5\/128 metric 1024`/,
    ],
    [
      "a network that the slaptap keeps",
      withRoutes(fits, route(10, "2401:5180:0:66:a280::/72")),
      2,
      "slaptap16-1 has the first network of the range, which slaptap16 keeps",
      null,
    ],
    [
      "a network outside of the range",
      { ...fits, routes: [route(10, "2401:5180:0:66:a300::/72")] },
      2,
      "slaptap16-1 has a network outside of the range of slaptap16",
      null,
    ],
  ])("%s", (_, state: KernelState, exitCode, what, expected) => {
    const { changes: found, refusals } = compareWithKernel(plan, none, state);
    expect(found).toEqual([]);
    expect(refusals[0]).toMatchObject({ exitCode, what });
    if (expected === null) expect(refusals[0]?.expected).toBeNull();
    else expect(refusals[0]?.expected).toMatch(expected);
  });

  test.each([
    ["from a Router Advertisement", { protocol: 9 }],
    ["from a redirect", { protocol: 1 }],
    ["that the kernel made", { protocol: 2 }],
    ["that expires", { expires: 100 }],
    ["by source address", { sourceLength: 64, source: "fd00::" }],
    ["that leads nowhere", { type: 6 }],
  ])("a route %s is no range", (_, change) => {
    const state = {
      ...fits,
      routes: fits.routes.map((entry) => (entry.output === 10 ? { ...entry, ...change } : entry)),
    };
    expect(compareWithKernel(plan, none, state).refusals[0]?.what).toBe("slaptap16 has no IPv6 range");
  });

  test("who is not the owner, where somebody asks for themselves", () => {
    expect(compareWithKernel(plan, none, fits, 1000).refusals).toEqual([
      {
        exitCode: 3,
        name: "slaptap16",
        what: "slaptap16 belongs to user 65533, not to user 1000",
        expected: null,
      },
    ]);
  });

  test("a slaptap that has the name of another's subtap", () => {
    const nested = { ...plan, slaptap: "slaptap1-6", taps: [] };
    const state = { ...fits, links: [tapLink(1, "slaptap1-6"), tapLink(2, "slaptap1")] };
    expect(compareWithKernel(nested, none, state).refusals[0]?.what).toBe(
      "slaptap1-6 has the name of a subtap of slaptap1",
    );
  });

  test("all names at once", () => {
    const taken = withLink(withLink(fits, "slaptap16-1", { tun: null }), "slaptap16-2", { tun: null });
    expect(compareWithKernel(plan, none, taken).refusals.map(({ name }) => name)).toEqual([
      "slaptap16-1",
      "slaptap16-2",
    ]);
  });
});

describe("a plan that breaks a rule by itself is bad input", () => {
  const [first, second] = formatPlan(plan).taps;
  test.each([
    ["a foreign name", { name: "slaptap17-1" }, "slaptap17-1 is not slaptap16-<number>"],
    ["a number too high", { name: "slaptap16-1024" }, "slaptap16-1024 is not slaptap16-<number>"],
    ["a leading zero", { name: "slaptap16-01" }, "slaptap16-01 is not slaptap16-<number>"],
    ["a name twice", { name: "slaptap16-2" }, "slaptap16-2 is planned twice"],
    ["a network of everything", { network: "::/0" }, "slaptap16-1 has no network of 1 to 126 bits: ::/0"],
    [
      "a network too small",
      { network: "fd00::/127" },
      "slaptap16-1 has no network of 1 to 126 bits: fd00::/127",
    ],
    ["a gateway outside", { gateway: "fd00::1" }, /gateway or address outside of its network/],
    ["an address outside", { addr: "fd00::1" }, /gateway or address outside of its network/],
    ["a mapped address", { addr: "::ffff:1.2.3.4" }, /gateway or address outside of its network/],
    ["one address for both", { gateway: first?.addr }, /one address as gateway and as its own/],
    ["the network of another", { ...second, name: "slaptap16-1" }, /has the network of slaptap16-/],
    [
      "a network of another length",
      { network: "2401:5180:0:66:a280::/74", addr: "2401:5180:0:66:a280::2" },
      /has a network of another length than slaptap16-1/,
    ],
  ])("%s", (_, change, what) => {
    const bad = restorePlan({
      ...formatPlan(plan),
      taps: [{ ...first, ...change }, second] as PlannedTapJson[],
    });
    const [refusal] = compareWithKernel(bad, none, fits).refusals;
    expect(refusal?.exitCode).toBe(2);
    if (typeof what === "string") expect(refusal?.what).toBe(what);
    else expect(refusal?.what).toMatch(what);
  });
});

test("without a slaptap there is nothing to compare", () => {
  const nothing = { slaptap: null, range: null, taps: [] };
  expect(compareWithKernel(nothing, none, fits)).toEqual({ changes: [], refusals: [], leftAlone: [] });
});

test("a change is printed as the trampoline prints it", () => {
  const [first] = compareWithKernel(plan, none, withLink(fits, "slaptap16-1", { mtu: 1400 })).changes;
  expect(first && formatChange(first)).toBe("changed slaptap16-1 mtu");
});
