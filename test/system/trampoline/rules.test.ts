import { describe, expect, test } from "vitest";
import { clearLinks, outcomeOf, type RunOptions } from "../../support/netns.ts";
import { laySlaptap, type Slaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { requestText, splitOf, type WantedTap } from "../../support/netns-trampoline.ts";
import { useStage } from "../../support/stage.ts";
import { until } from "../../support/until.ts";
import { routerAdvertisement, writeFrames } from "./frames.ts";
import {
  kernelState,
  layWithSubtaps,
  openStage,
  requestFor,
  rightState,
  startTapper,
  subtapState,
} from "./stage.ts";

const stage = useStage(openStage, { after: ({ namespace }) => clearLinks(namespace) });

const [one, two] = splitOf(slaptap16, 2) as [WantedTap, WantedTap];
const range = slaptap16.range;

/** Lays slaptap16 and what the script adds; the request must be refused so, and change nothing. */
function refused(
  script: string,
  code: number,
  words: RegExp,
  input = requestFor(2),
  options: RunOptions = {},
): void {
  laySlaptap(stage.namespace, slaptap16);
  stage.namespace.sh(script);
  refusedAsItIs(code, words, input, options);
}

function refusedAsItIs(code: number, words: RegExp, input = requestFor(2), options: RunOptions = {}): void {
  const before = kernelState(stage.namespace);
  for (const args of [[], ["--dry-run"]]) {
    const outcome = stage.ask(input, { ...options, args });
    expect({ status: outcome.status, stdout: outcome.stdout }).toEqual({ status: code, stdout: "" });
    expect(outcome.stderr).toMatch(words);
  }
  expect(kernelState(stage.namespace)).toBe(before);
}

function allowed(script: string, input = requestFor(2)): void {
  laySlaptap(stage.namespace, slaptap16);
  stage.namespace.sh(script);
  expect(stage.ask(input)).toMatchObject({ status: 0, stderr: "" });
}

describe("the slaptap is a TAP of the caller's", () => {
  test("another user's TAP", () => {
    refused(":", 3, /slaptap16 has another owner/, requestFor(2), { user: 1234 });
  });
  test("another user's TAP, asked by root, who is a caller like any other", () => {
    refused(":", 3, /slaptap16 has another owner/, requestFor(2), { user: 0 });
  });
  test("another user's TAP, where only removal is asked for", () => {
    layWithSubtaps(stage, 2);
    refusedAsItIs(3, /slaptap16 has another owner/, requestFor(0), { user: 1234 });
  });
  test("root's own TAP is root's to split", () => {
    laySlaptap(stage.namespace, { ...slaptap16, user: 0 });
    expect(stage.ask(requestFor(2), { user: 0 }).status).toBe(0);
    expect(subtapState(stage.namespace, "slaptap16-2")).toEqual(rightState(two, { ...slaptap16, user: 0 }));
  });
  test("a TAP without owner", () => {
    stage.namespace.sh("ip tuntap add dev slaptap16 mode tap; ip link set slaptap16 up");
    refusedAsItIs(3, /slaptap16 has no owner/);
  });
  test.each([
    ["TUN", "ip tuntap add dev slaptap16 mode tun user 65533"],
    ["bridge", "ip link add slaptap16 type bridge"],
    ["veth", "ip link add slaptap16 type veth peer name other0"],
    ["dummy (ifb stands for it)", "ip link add slaptap16 type ifb"],
    ["macvtap", "ip link add up0 type ifb; ip link add slaptap16 link up0 type macvtap"],
  ])("a %s of that name", (_, script) => {
    stage.namespace.sh(`${script}; ip link set slaptap16 up; ip -6 route add ${range} dev slaptap16`);
    refusedAsItIs(4, /slaptap16 is not a TAP/);
    refusedAsItIs(4, /slaptap16 is not a TAP/, requestFor(0));
  });
  test("no such interface, or only an altname of it", () => {
    refusedAsItIs(4, /slaptap16 is not there/);
    laySlaptap(stage.namespace, { ...slaptap16, name: "tap7" });
    stage.namespace.sh("ip link property add dev tap7 altname slaptap16");
    refusedAsItIs(4, /slaptap16 is not there/);
  });
  test("a slaptap with the name of a subtap, whether what it would be of is there or not", () => {
    const inner: Slaptap = { ...slaptap16, name: "slaptap16-1" };
    const named = /slaptap16-1 has the name of a subtap of slaptap16/;
    laySlaptap(stage.namespace, inner);
    for (const input of [requestFor(2, inner), requestFor(0, inner)]) refusedAsItIs(2, named, input);
    stage.namespace.sh("ip link add slaptap16 type ifb");
    refusedAsItIs(2, named, requestFor(2, inner));
    clearLinks(stage.namespace);
    laySlaptap(stage.namespace, { ...slaptap16, name: "slap-0" });
    expect(stage.ask(requestFor(2, { ...slaptap16, name: "slap-0" })).status).toBe(0);
  });
});

describe("the range is a route that the administrator put there", () => {
  const noRange = /slaptap16 has no IPv6 range; run `slapos node format --now`/;
  const replaced = (route: string): string => `ip -6 route del ${range}; ${route}`;
  test("is not needed where every subtap shall be down, so that none is in the way of its return", () => {
    laySlaptap(stage.namespace, slaptap16);
    expect(stage.ask(requestFor(2)).status).toBe(0);
    stage.namespace.sh("ip link set slaptap16 down");
    const down = requestFor(2).replace(/^tap .*/gm, "$& down");
    refusedAsItIs(4, noRange, down.replace(" down", ""));
    expect(stage.ask(down)).toMatchObject({ status: 0, stderr: "" });
    for (const name of ["slaptap16-1", "slaptap16-2"]) {
      expect(stage.namespace.ip("link", "show", name)[0]?.flags).not.toContain("UP");
      expect(stage.namespace.ip("-6", "addr", "show", name, "scope", "global")).toEqual([]);
    }
    expect(stage.ask(down).stdout).toBe("ok 2 taps, 0 changes\n");
  });
  test.each([
    ["no route at all", replaced(":")],
    ["a slaptap that is down", "ip link set slaptap16 down"],
    ["a slaptap that was down", "ip link set slaptap16 down; ip link set slaptap16 up"],
    ["of protocol kernel", replaced(`ip -6 route add ${range} dev slaptap16 proto kernel`)],
    ["of protocol ra", replaced(`ip -6 route add ${range} dev slaptap16 proto ra`)],
    ["of protocol redirect", replaced(`ip -6 route add ${range} dev slaptap16 proto redirect`)],
    ["of another protocol", replaced(`ip -6 route add ${range} dev slaptap16 proto bird`)],
    ["that expires", replaced(`ip -6 route add ${range} dev slaptap16 expires 1000`)],
    [
      "with two next hops",
      replaced(
        `ip -6 route add ${range} nexthop via fe80::1 dev slaptap16 nexthop via fe80::2 dev slaptap16`,
      ),
    ],
    ["in another table", replaced(`ip -6 route add ${range} dev slaptap16 table 100`)],
    ["blackhole", replaced(`ip -6 route add blackhole ${range}`)],
    ["unreachable", replaced(`ip -6 route add unreachable ${range}`)],
    [
      "by another interface",
      replaced(`ip link add other0 type ifb; ip link set other0 up; ip -6 route add ${range} dev other0`),
    ],
    ["the default route", replaced("ip -6 route add default dev slaptap16")],
    ["wider than 2000::/3", replaced("ip -6 route add 2000::/2 dev slaptap16")],
    [
      "link-local, multicast or v4-mapped",
      replaced("for n in fe80::/11 ff00::/9 ::ffff:0:0/96; do ip -6 route add $n dev slaptap16; done"),
    ],
    ["a single address", replaced("ip -6 route add 2401:5180:0:66:a200::2 dev slaptap16")],
  ])("a route %s is none", (_, script) => refused(script, 4, noRange));

  test("where there is none, what exists is left alone", () => {
    layWithSubtaps(stage, 2);
    stage.namespace.sh(`ip -6 route del ${range}`);
    refusedAsItIs(4, noRange, requestFor(1));
    refusedAsItIs(4, noRange, requestFor(3));
  });

  test.each(["boot", "static"])("a route of protocol %s is one, whatever its metric", (protocol) => {
    allowed(replaced(`ip -6 route add ${range} dev slaptap16 proto ${protocol} metric 7`));
  });

  test("a unique local range is one", () => {
    const local: Slaptap = {
      name: "slaptap16",
      user: 65533,
      range: "fd12:3456::/64",
      gateway: "fd12:3456::1",
      addr: "fd12:3456::ffff",
    };
    laySlaptap(stage.namespace, local);
    expect(stage.ask(requestFor(3, local)).status).toBe(0);
  });
});

describe("networks lie in the range, and in nobody else's", () => {
  const of = (network: string, addr: string): string => {
    const base = network.split("/")[0] ?? "";
    return requestText("slaptap16", [
      { name: "slaptap16-1", network, gateway: base.replace(/::$/, "::1"), addr: base + addr },
    ]);
  };
  test.each([
    ["outside", of("2401:5180:0:66:a400::/73", "2")],
    ["of another partition, far away", of("2401:5180:0:67::/73", "2")],
    ["wider than it", of("2401:5180:0:66:a000::/70", "2")],
    ["::/1", of("::/1", "2")],
    ["link-local", of("fe80::/73", "2")],
    ["multicast", of("ff05::/73", "2")],
    ["v4-compatible", of("::a00:0/112", "2").replace("::a00:0", "::a00:0").replace("::a00:0 ", "::a00:1 ")],
  ])("%s", (_, input) => refused(":", 2, /lies in no range of slaptap16|line 3/, input));
  test("equal to it, or the part that the slaptap keeps", () => {
    refused(
      ":",
      2,
      /a200::\/71 is the first of its range, which slaptap16 keeps/,
      of("2401:5180:0:66:a200::/71", "2"),
    );
    clearLinks(stage.namespace);
    refused(
      ":",
      2,
      /a200::\/73 is the first of its range, which slaptap16 keeps/,
      of("2401:5180:0:66:a200::/73", "2"),
    );
  });
  test("two ranges in one request", () => {
    const script = "ip -6 route add fd00:1::/64 dev slaptap16";
    const input = requestText("slaptap16", [
      one,
      {
        name: "slaptap16-2",
        network: "fd00:1::8000:0:0:0/73".replace("::8000:0:0:0", ":0:0:8000::"),
        gateway: "fd00:1:0:0:8000::1",
        addr: "fd00:1:0:0:8000::2",
      },
    ]);
    refused(script, 2, /lies in no range of slaptap16, or in another than others/, input);
  });
  test("a shorter range of the slaptap's own around it does not widen it", () => {
    refused(
      "ip -6 route add 2401:5180::/32 dev slaptap16",
      2,
      /in another than others|first of its range/,
      requestText("slaptap16", [
        one,
        {
          ...two,
          network: "2401:5180:0:66:a400::/73",
          gateway: "2401:5180:0:66:a400::1",
          addr: "2401:5180:0:66:a400::2",
        },
      ]),
    );
  });
  test("another partition's range nested in the caller's", () => {
    const other = "ip tuntap add dev slaptap17 mode tap user 1234; ip link set slaptap17 up;";
    refused(
      `${other} ip -6 route add 2401:5180:0:66:a280::/73 dev slaptap17`,
      2,
      /slaptap16-1: the route to 2401:5180:0:66:a280::\/73 leaves by slaptap17/,
    );
    clearLinks(stage.namespace);
    refused(
      `${other} ip -6 route add 2401:5180:0:66:a2c0::/75 dev slaptap17`,
      2,
      /slaptap16-1: the route to .*a2c0::\/75 leaves by slaptap17/,
    );
    clearLinks(stage.namespace);
    refused(
      `${other} ip -6 route add 2401:5180:0:66:a280::/72 dev slaptap17`.replace("a280::/72", "a300::/72"),
      2,
      /slaptap16-2: the route to .*a300::\/72 leaves by slaptap17/,
    );
  });
  test("the caller's range nested in another partition's is the caller's", () => {
    allowed(
      "ip link add other0 type ifb; ip link set other0 up; ip -6 route add 2401:5180:0:66::/64 dev other0; ip -6 route add blackhole 2401:5180::/32",
    );
  });
  test.each(["1", "1024", "5000"])("the same range on another interface with metric %s", (metric) => {
    refused(
      `ip link add other0 type ifb; ip link set other0 up; ip -6 route append ${range} dev other0 metric ${metric}`,
      2,
      /slaptap16-\d: the route to .*\/71 leaves by other0/,
    );
  });
  test.each(["1", "1024", "5000"])("a wanted network on another interface with metric %s", (metric) => {
    refused(
      `ip link add other0 type ifb; ip link set other0 up; ip -6 route add ${one.network} dev other0 metric ${metric}`,
      2,
      /slaptap16-1: the route to .*\/73 leaves by other0/,
    );
  });
  test.each(["blackhole", "unreachable", "prohibit", "throw"])(
    "a %s route in a wanted network, or between it and the range",
    (type) => {
      refused(
        `ip -6 route add ${type} 2401:5180:0:66:a290::/80`,
        2,
        /slaptap16-1: the route to .*a290::\/80 leaves by lo/,
      );
      clearLinks(stage.namespace);
      refused(
        `ip -6 route add ${type} 2401:5180:0:66:a200::/72 metric 9999`,
        2,
        /slaptap16-1: the route to .*a200::\/72 leaves by lo/,
      );
    },
  );
  test("a multipath route into a wanted network, half of it by another interface", () => {
    refused(
      `ip link add other0 type ifb; ip link set other0 up; ip -6 route add 2401:5180:0:66:a290::/80 nexthop via fe80::1 dev slaptap16 nexthop via fe80::2 dev other0`,
      2,
      /slaptap16-1: the route to .*a290::\/80 leaves by/,
    );
  });
  test("a route by the slaptap itself into a wanted network", () => {
    refused(
      "ip -6 route add 2401:5180:0:66:a290::/80 dev slaptap16",
      2,
      /slaptap16-1: the route to .*a290::\/80 leaves by slaptap16/,
    );
  });
  test("a route by a nexthop object", () => {
    refused(
      `ip link add other0 type ifb; ip link set other0 up; ip -6 nexthop add id 7 via fe80::1 dev other0; ip -6 route add ${one.network} nhid 7`,
      2,
      /slaptap16-1: the route to .*\/73 leaves by other0/,
    );
  });
  describe("a route by another subtap of the caller's", () => {
    const wanders = requestText("slaptap16", [
      { ...two, name: one.name },
      { ...one, name: two.name },
    ]);
    const address = "ip -6 addr add 2401:5180:0:66:a310::1/80 nodad dev slaptap16-1";
    const peer = "ip -6 addr add fd00::1 peer 2401:5180:0:66:a310::9 nodad dev slaptap16-1";
    test.each([
      ["of an address that goes", address],
      ["of two addresses that go", `${address}; ${address.replace("::1/", "::2/")}`],
      ["to a peer of an address that goes", peer],
      ["to a peer of one that expires", `${peer} valid_lft 1000 preferred_lft 1000`],
      ["to a peer of one without another route", `${peer} noprefixroute`],
      ["to one peer of two addresses", `${peer}; ${peer.replace("fd00::1", "fd00::2")}`],
      ["put there by hand", "ip -6 route add 2401:5180:0:66:a310::/80 dev slaptap16-1"],
      ["between range and network", "ip -6 route add 2401:5180:0:66:a300::/72 dev slaptap16-1"],
      [
        "that the kernel made, and that goes with its subtap's sysctls",
        "ip -6 route add 2401:5180:0:66:a310::/80 dev slaptap16-1 proto kernel; sysctl -qw net.ipv6.conf.slaptap16-1.accept_ra=2",
      ],
    ])("%s: it goes, whichever subtap shall have the network", (_, script) => {
      for (const input of [requestFor(2), wanders]) {
        layWithSubtaps(stage, 2);
        stage.namespace.sh(script);
        const dry = stage.ask(input, { args: ["--dry-run"] });
        expect(stage.ask(input)).toEqual(dry);
        expect(dry).toMatchObject({ status: 0, stderr: "" });
        expect(stage.ask(input).stdout).toBe("ok 2 taps, 0 changes\n");
        clearLinks(stage.namespace);
      }
    });
    test.each([
      ["with no address", "ip -6 route add 2401:5180:0:66:a310::/80 dev slaptap16-1 proto kernel"],
      ["beside one like it", `ip -6 route add 2401:5180:0:66:a310::/80 dev slaptap16-1 metric 1; ${address}`],
      [
        "whose address is kept by one without a route",
        `${address}; ${address.replace("::1/", "::2/")} noprefixroute`,
      ],
      [
        "to a peer beside one like it",
        `${peer}; ip -6 route add 2401:5180:0:66:a310::9/128 dev slaptap16-1 metric 1`,
      ],
      [
        "to a peer that its address has no more",
        `${peer.replace("::9", "::9/80")}; ip -6 addr change fd00::1 peer fd00:7::9/80 dev slaptap16-1`,
      ],
      ["that expires", `${address} valid_lft 1000 preferred_lft 1000`],
    ])("of the kernel's, %s: it would stay, and is refused before anything is changed", (_, script) => {
      layWithSubtaps(stage, 2);
      stage.namespace.sh(script);
      refusedAsItIs(2, /slaptap16-2: the route to 2401:5180:0:66:a310::9?\/(80|128) leaves by slaptap16-1/);
    });
  });
  test("routes of other tables and routes elsewhere are of no matter", () => {
    allowed(
      `ip link add other0 type ifb; ip link set other0 up; ip -6 route add ${one.network} dev other0 table 100; ip -6 route add 2401:5180:0:66:a400::/73 dev other0; ip -6 route add 2401:5180:0:66:a208::/80 dev slaptap16`,
    );
  });
});

describe("what a user writes into its own slaptap gives it nothing", () => {
  test("a Router Advertisement makes no range", async () => {
    laySlaptap(stage.namespace, slaptap16);
    stage.namespace.sh(
      `ip -6 route del ${range}; sysctl -qw net.ipv6.conf.slaptap16.accept_ra=2 net.ipv6.conf.slaptap16.accept_ra_rt_info_max_plen=128`,
    );
    await writeFrames(stage, "slaptap16", [
      routerAdvertisement({ onLink: "2401:5180:0:66:a200::/71", route: "2401:5180:0:66:a200::/72" }),
    ]);
    expect(stage.namespace.sh(`ip -6 route show ${range}`)).toMatch(/dev slaptap16 proto (kernel|ra)/);
    refusedAsItIs(4, /slaptap16 has no IPv6 range/);
  });
  test("a Router Advertisement of another partition's range gives no part of that", async () => {
    laySlaptap(stage.namespace, slaptap16);
    await writeFrames(stage, "slaptap16", [
      routerAdvertisement({ onLink: "2401:5180:0:66:a400::/71", route: "2401:5180:0:66:a600::/71" }),
    ]);
    expect(stage.namespace.sh("ip -6 route show 2401:5180:0:66:a400::/71")).toMatch(
      /dev slaptap16 proto kernel/,
    );
    for (const base of ["2401:5180:0:66:a480::", "2401:5180:0:66:a680::"])
      refusedAsItIs(
        2,
        /lies in no range of slaptap16/,
        requestText("slaptap16", [
          { name: "slaptap16-1", network: `${base}/73`, gateway: `${base}1`, addr: `${base}2` },
        ]),
      );
  });
  test("a Router Advertisement over the caller's own range and its default route stop nobody", async () => {
    laySlaptap(stage.namespace, slaptap16);
    await writeFrames(stage, "slaptap16", [
      routerAdvertisement({ onLink: "2401:5180:0:66:a200::/72", route: "2401::/16" }),
    ]);
    expect(stage.namespace.sh("ip -6 route show dev slaptap16")).toMatch(/proto kernel/);
    expect(stage.ask(requestFor(2))).toMatchObject({ status: 0, stderr: "" });
  });
  test("a subtap takes no route, address or redirect from its Radio Unit", async () => {
    layWithSubtaps(stage, 2);
    await writeFrames(stage, "slaptap16-1", [
      routerAdvertisement({ onLink: "2401:5180:0:66:a400::/64", route: "2401::/16" }),
    ]);
    expect(subtapState(stage.namespace, "slaptap16-1")).toEqual(rightState(one));
  });
});

describe("a wanted name that is taken refuses the whole request", () => {
  test.each([
    ["a TUN", "ip tuntap add dev slaptap16-2 mode tun user 65533", /is not a TAP/],
    ["a bridge", "ip link add slaptap16-2 type bridge", /is not a TAP/],
    ["a veth", "ip link add slaptap16-2 type veth peer name other0", /is not a TAP/],
    ["a dummy (ifb stands for it)", "ip link add slaptap16-2 type ifb", /is not a TAP/],
    ["a TAP without owner", "ip tuntap add dev slaptap16-2 mode tap", /has no owner/],
    ["a TAP of another", "ip tuntap add dev slaptap16-2 mode tap user 1234", /has another owner/],
    [
      "a TAP with a group",
      "ip tuntap add dev slaptap16-2 mode tap user 65533 group 100",
      /is open to a group/,
    ],
  ])("%s", (_, script, words) => {
    refused(
      script,
      4,
      new RegExp(
        `slaptap16-2 ${words.source}; the administrator removes it with \`ip link del dev slaptap16-2\``,
      ),
    );
    stage.namespace.sh("ip link del dev slaptap16-2");
    expect(stage.ask(requestFor(2)).status).toBe(0);
  });
  test("an altname", () => {
    const script = "ip link add other0 type ifb; ip link property add dev other0 altname slaptap16-2";
    refused(
      script,
      4,
      /slaptap16-2 is another name of an interface; the administrator removes it with `ip link property del dev other0 altname slaptap16-2`/,
    );
    stage.namespace.sh("ip link property del dev other0 altname slaptap16-2");
    expect(stage.ask(requestFor(2)).status).toBe(0);
  });
  test("a TAP of the caller's that is not persistent", async () => {
    layWithSubtaps(stage, 2);
    const holder = await startTapper(stage, ["fleeting", "slaptap16-2"]);
    const shown = (): string => stage.namespace.sh("ip -d link show slaptap16-2 2>&1 || true");
    await until(
      () => shown().includes("LOWER_UP") && shown().includes("persist off"),
      "it is held, and fleeting",
      shown,
    );
    refusedAsItIs(4, /slaptap16-2 is not persistent; the administrator removes it with/);
    const ended = outcomeOf(holder);
    holder.stdin?.end();
    await ended;
    await until(() => shown().includes("does not exist"), "slaptap16-2 is gone", shown);
    expect(stage.ask(requestFor(2)).stdout).toMatch(/^created slaptap16-2 link\n/);
  });
  test("and where such a name is not wanted it is left alone, and reported", () => {
    laySlaptap(stage.namespace, slaptap16);
    stage.namespace.sh(`ip tuntap add dev slaptap16-5 mode tap user 1234; ip tuntap add dev slaptap16-6 mode tap; ip link add slaptap16-7 type ifb
      ip tuntap add dev slaptap16-8 mode tap user 65533 group 1; ip link property add dev lo altname slaptap16-9
      ip tuntap add dev slaptap16-10 mode tun user 65533`);
    const before = kernelState(stage.namespace);
    const outcome = stage.ask(requestFor(0));
    expect(outcome).toMatchObject({ status: 0, stdout: "ok 0 taps, 0 changes\n" });
    expect(outcome.stderr.split("\n")).toEqual([
      "netcapdo: slaptap16-5 is left alone: it has another owner",
      "netcapdo: slaptap16-6 is left alone: it has no owner",
      "netcapdo: slaptap16-7 is left alone: it is not a TAP",
      "netcapdo: slaptap16-8 is left alone: it is open to a group",
      "netcapdo: slaptap16-9 is left alone: it is another name of an interface",
      "netcapdo: slaptap16-10 is left alone: it is not a TAP",
      "",
    ]);
    expect(kernelState(stage.namespace)).toBe(before);
    stage.namespace.sh("ip link property del dev lo altname slaptap16-9");
  });
});
