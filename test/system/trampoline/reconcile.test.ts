import { describe, expect, test } from "vitest";
import { clearLinks, outcomeOf } from "../../support/netns.ts";
import { laySlaptap, slaptap16 } from "../../support/netns-slaptap.ts";
import { installTrampoline, requestText, splitOf, type WantedTap } from "../../support/netns-trampoline.ts";
import { useStage } from "../../support/stage.ts";
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
const five = (name: string): string[] =>
  ["created link", "changed up", "created addr", "created route-gateway", "created route-network"].map(
    (line) => line.replace(" ", ` ${name} `),
  );

function lines(input: string): string[] {
  const outcome = stage.ask(input);
  expect(outcome).toMatchObject({ status: 0, stderr: "" });
  const said = outcome.stdout.trimEnd().split("\n");
  expect(said.pop()).toMatch(new RegExp(`^ok \\d+ taps, ${said.length} changes$`));
  return said;
}

/** Lays two right subtaps, spoils slaptap16-1 by the script, and gives the lines of the run that mends it. */
function mended(script: string, input = requestFor(2)): string[] {
  layWithSubtaps(stage, 2);
  const index = stage.namespace.sh(
    "cat /sys/class/net/slaptap16-1/ifindex 2>/dev/null || ip -o link show slaptap16-1 | cut -d: -f1",
  );
  stage.namespace.sh(script);
  const said = lines(input);
  expect(subtapState(stage.namespace, "slaptap16-1")).toEqual(rightState(one));
  expect(subtapState(stage.namespace, "slaptap16-2")).toEqual(rightState(two));
  expect(
    stage.namespace.sh(
      "cat /sys/class/net/slaptap16-1/ifindex 2>/dev/null || ip -o link show slaptap16-1 | cut -d: -f1",
    ),
  ).toBe(index);
  expect(lines(input)).toEqual([]);
  return said;
}

describe("subtaps are made as they are asked for", () => {
  test.each([1, 2, 3, 8])("%i of them", (count) => {
    laySlaptap(stage.namespace, slaptap16);
    const wanted = splitOf(slaptap16, count);
    expect(lines(requestFor(count))).toEqual(wanted.flatMap((tap) => five(tap.name)));
    for (const tap of wanted) expect(subtapState(stage.namespace, tap.name)).toEqual(rightState(tap));
    expect(lines(requestFor(count))).toEqual([]);
  });

  test("with the slaptap's MTU", () => {
    laySlaptap(stage.namespace, slaptap16);
    stage.namespace.sh("ip link set slaptap16 mtu 9000");
    expect(lines(requestFor(1))).toContain("changed slaptap16-1 mtu");
    expect(subtapState(stage.namespace, "slaptap16-1")).toMatchObject({ mtu: 9000, up: true });
  });

  test("without a link-local route to anywhere, in lines of any order, and with odd addresses", () => {
    laySlaptap(stage.namespace, slaptap16);
    const odd = { ...two, gateway: two.addr, addr: two.gateway };
    expect(lines(requestText("slaptap16", [odd, one]))).toHaveLength(10);
    expect(subtapState(stage.namespace, "slaptap16-2")).toEqual(rightState(odd));
  });

  test("although the settings of new interfaces take Router Advertisements", () => {
    laySlaptap(stage.namespace, slaptap16);
    stage.namespace.sh(
      "cd /proc/sys/net/ipv6/conf/default && echo 2 > accept_ra && echo 1 > accept_redirects && echo 1 > autoconf",
    );
    lines(requestFor(2));
    expect(subtapState(stage.namespace, "slaptap16-1")).toEqual(rightState(one));
    stage.namespace.sh("echo 1 > /proc/sys/net/ipv6/conf/default/accept_ra");
  });

  test("the address serves at once, before anybody has opened the TAP", () => {
    layWithSubtaps(stage, 1);
    expect(stage.namespace.sh("ip -6 addr show dev slaptap16-1")).not.toMatch(/tentative/);
    expect(stage.namespace.sh("ip -6 addr show dev slaptap16-1")).toMatch(/nodad noprefixroute/);
  });

  test("an attached program sees the TAP that its owner made, without any capability", async () => {
    layWithSubtaps(stage, 1);
    const holder = await startTapper(stage, ["hold", "slaptap16-1"]);
    expect(stage.namespace.sh("ip link show slaptap16-1")).toMatch(/LOWER_UP/);
    const ended = outcomeOf(holder);
    holder.stdin?.end();
    expect((await ended).status).toBe(0);
    expect(
      stage.namespace.run([stage.tapper, "hold", "slaptap16-1"], { user: 1234, input: "" }).stderr,
    ).toMatch(/not permitted/);
  });
});

describe("a subtap that is down is kept, without address and routes", () => {
  const down = requestText("slaptap16", [{ ...one, down: true }, two]);
  test("made so", () => {
    laySlaptap(stage.namespace, slaptap16);
    expect(lines(down)).toEqual(["created slaptap16-1 link", ...five("slaptap16-2")]);
    expect(subtapState(stage.namespace, "slaptap16-1")).toEqual(rightState({ ...one, down: true }));
    expect(lines(down)).toEqual([]);
  });
  test.each([0, 1])("set so with keep_addr_on_down %i, and back", (keep) => {
    layWithSubtaps(stage, 2);
    stage.namespace.sh(`echo ${keep} > /proc/sys/net/ipv6/conf/slaptap16-1/keep_addr_on_down`);
    expect(lines(down).sort()).toEqual([
      "changed slaptap16-1 down",
      "removed slaptap16-1 addr",
      "removed slaptap16-1 route-gateway",
      "removed slaptap16-1 route-network",
    ]);
    expect(subtapState(stage.namespace, "slaptap16-1")).toEqual(rightState({ ...one, down: true }));
    expect(subtapState(stage.namespace, "slaptap16-2")).toEqual(rightState(two));
    expect(lines(down)).toEqual([]);
    expect(lines(requestFor(2))).toEqual(five("slaptap16-1").slice(1));
    expect(subtapState(stage.namespace, "slaptap16-1")).toEqual(rightState(one));
  });
});

/** The lines for a subtap whose sysctls are wrong: down with all it has, so that what a Radio Unit gave goes too. */
const quieted = [
  "removed addr",
  "removed route-gateway",
  "removed route-network",
  "changed down",
  "changed sysctl",
  "changed up",
  "created addr",
  "created route-gateway",
  "created route-network",
];

describe("what is wrong is mended with the least, and never by making the device anew", () => {
  test.each([
    [
      "set down",
      "ip link set slaptap16-1 down",
      ["changed up", "created addr", "created route-gateway", "created route-network"],
    ],
    ["without its address", `ip addr del ${one.addr}/73 dev slaptap16-1`, ["created addr"]],
    [
      "with another address too",
      "ip addr add 2401:5180:0:66:a280::5/73 dev slaptap16-1 nodad noprefixroute",
      ["removed addr"],
    ],
    [
      "with its address in another length",
      `ip addr del ${one.addr}/73 dev slaptap16-1; ip addr add ${one.addr}/64 dev slaptap16-1 nodad`,
      ["removed addr", "created addr"],
    ],
    [
      "with its address and a peer",
      `ip addr del ${one.addr}/73 dev slaptap16-1; ip addr add ${one.addr} peer fd00::9/73 dev slaptap16-1 nodad`,
      ["removed addr", "created addr"],
    ],
    [
      "without the route to its gateway",
      `ip -6 route del ${one.gateway} dev slaptap16-1`,
      ["created route-gateway"],
    ],
    [
      "without the route to its network",
      `ip -6 route del ${one.network} dev slaptap16-1`,
      ["created route-network"],
    ],
    [
      "with its network via another",
      `ip -6 route change ${one.network} via fe80::7 dev slaptap16-1`,
      ["removed route-network", "created route-network"],
    ],
    [
      "with its network not via its gateway",
      `ip -6 route del ${one.network}; ip -6 route add ${one.network} dev slaptap16-1`,
      ["removed route-network", "created route-network"],
    ],
    ["with a route too many", "ip -6 route add fd00:9::/64 dev slaptap16-1", ["removed route-network"]],
    ["with a single route too many", "ip -6 route add fd00:9::1 dev slaptap16-1", ["removed route-gateway"]],
    [
      "with two routes too many, alike but for the metric",
      "for m in 5 6; do ip -6 route add fd00:9::/64 dev slaptap16-1 metric $m; done",
      ["removed route-network", "removed route-network"],
    ],
    [
      "with the default route",
      "ip -6 route add default via fe80::1 dev slaptap16-1 proto ra",
      ["removed route-network"],
    ],
    [
      "with a route of two hops",
      "ip -6 route add fd00:9::/64 nexthop via fe80::1 dev slaptap16-1 nexthop via fe80::2 dev slaptap16-1",
      ["removed route-network", "removed route-network"],
    ],
    ["with another MTU", "ip link set slaptap16-1 mtu 1400", ["changed mtu"]],
    [
      "with an MTU too small for IPv6",
      "ip link set slaptap16-1 mtu 1000",
      [
        "changed down",
        "changed mtu",
        "changed sysctl",
        "changed up",
        "created addr",
        "created route-gateway",
        "created route-network",
      ],
    ],
    [
      "down, with an MTU too small for IPv6",
      "ip link set slaptap16-1 down; ip link set slaptap16-1 mtu 1000",
      [
        "changed mtu",
        "changed sysctl",
        "changed up",
        "created addr",
        "created route-gateway",
        "created route-network",
      ],
    ],
    ["in a group", "ip link set slaptap16-1 group 77", ["changed group"]],
    ["taking Router Advertisements", "echo 1 > /proc/sys/net/ipv6/conf/slaptap16-1/accept_ra", quieted],
    ["taking redirects", "echo 1 > /proc/sys/net/ipv6/conf/slaptap16-1/accept_redirects", quieted],
    ["making addresses", "echo 1 > /proc/sys/net/ipv6/conf/slaptap16-1/autoconf", quieted],
    [
      "making addresses, and keeping those it has while it is down",
      "cd /proc/sys/net/ipv6/conf/slaptap16-1 && echo 1 > autoconf && echo 1 > keep_addr_on_down",
      quieted,
    ],
    [
      "everything of these",
      `ip link set slaptap16-1 group 77 mtu 1400; ip addr del ${one.addr}/73 dev slaptap16-1; ip -6 route add fd00:9::/64 dev slaptap16-1; echo 1 > /proc/sys/net/ipv6/conf/slaptap16-1/autoconf`,
      [
        "removed route-gateway",
        "removed route-network",
        "removed route-network",
        "changed down",
        "changed mtu",
        "changed group",
        ...quieted.slice(4),
      ],
    ],
  ])("%s", (_, script, expected) => {
    expect(mended(script)).toEqual(expected.map((line) => line.replace(" ", " slaptap16-1 ")));
  });

  test("a route of a multipath route that is half the slaptap's own", () => {
    layWithSubtaps(stage, 2);
    stage.namespace.sh(
      "ip -6 route add fd00:9::/64 nexthop via fe80::1 dev slaptap16-1 nexthop via fe80::2 dev slaptap16",
    );
    expect(lines(requestFor(2))).toEqual(["removed slaptap16-1 route-network"]);
    expect(stage.namespace.sh("ip -6 route show fd00:9::/64")).toMatch(
      /^fd00:9::\/64 via fe80::2 dev slaptap16 /,
    );
  });

  test("a like route by another interface is not hit", () => {
    layWithSubtaps(stage, 2);
    stage.namespace.sh(`ip link add other0 type ifb; ip link set other0 up; ip -6 route add fd00:9::/64 dev other0
      ip -6 route append fd00:9::/64 dev slaptap16-1`);
    expect(lines(requestFor(2))).toEqual(["removed slaptap16-1 route-network"]);
    expect(stage.namespace.sh("ip -6 route show fd00:9::/64")).toMatch(/^fd00:9::\/64 dev other0 /);
  });

  test("a route of a nexthop object is refused, and not removed: it may be another interface's too", async () => {
    layWithSubtaps(stage, 2);
    const holder = await startTapper(stage, ["hold", "slaptap16-1"]);
    stage.namespace.sh("ip -6 nexthop add id 8 dev slaptap16-1; ip -6 route add fd00:9::/64 nhid 8");
    const before = kernelState(stage.namespace);
    const outcome = stage.ask(requestFor(2));
    expect(outcome).toMatchObject({ status: 4, stdout: "" });
    expect(outcome.stderr).toMatch(
      /slaptap16-1: the route to fd00:9::\/64 has a nexthop object; the administrator/,
    );
    expect(kernelState(stage.namespace)).toBe(before);
    const ended = outcomeOf(holder);
    holder.stdin?.end();
    await ended;
  });
});

describe("what is right, or not looked at, is not touched", () => {
  test.each([
    [
      "protocol, metric and preference of routes",
      `ip -6 route del ${one.network}; ip -6 route del ${one.gateway}
      ip -6 route add ${one.gateway} dev slaptap16-1 proto boot metric 5 pref high; ip -6 route add ${one.network} via ${one.gateway} dev slaptap16-1 proto 99 metric 7 pref low`,
    ],
    ["a right route twice, with two metrics", `ip -6 route add ${one.gateway} dev slaptap16-1 metric 5`],
    [
      "DAD flags of the address",
      `ip addr del ${one.addr}/73 dev slaptap16-1; ip addr add ${one.addr}/73 dev slaptap16-1`,
    ],
    [
      "link-local addresses and routes",
      "ip addr add fe80::99/64 dev slaptap16-1; ip -6 route add fe80:1::/64 dev slaptap16-1",
    ],
    ["IPv4", "ip addr add 10.1.2.3/24 dev slaptap16-1; ip route add 10.9.0.0/16 dev slaptap16-1"],
    ["routes of protocol kernel", "ip -6 route add fd00:9::/64 dev slaptap16-1 proto kernel"],
    [
      "other tables",
      "ip -6 route add fd00:9::/64 dev slaptap16-1 table 100; ip -6 rule add from fd00:9::/64 table 100",
    ],
    ["multicast routes", "ip -6 route add ff05::/64 dev slaptap16-1"],
    [
      "the MAC address, altnames, alias, queue length",
      "ip link set slaptap16-1 address 02:00:00:00:00:09 alias x txqueuelen 7; ip link property add dev slaptap16-1 altname radio1",
    ],
    [
      "other sysctls",
      "echo 1 > /proc/sys/net/ipv6/conf/slaptap16-1/forwarding; echo 0 > /proc/sys/net/ipv6/conf/slaptap16-1/accept_ra",
    ],
  ])("%s", (_, script) => {
    layWithSubtaps(stage, 2);
    stage.namespace.sh(script);
    const before = kernelState(stage.namespace);
    expect(lines(requestFor(2))).toEqual([]);
    expect(kernelState(stage.namespace)).toBe(before);
    stage.namespace.sh("ip -6 rule del from fd00:9::/64 2>/dev/null || true");
  });

  test("what the attached program chose: VNET_HDR, PI and several queues", () => {
    laySlaptap(stage.namespace, slaptap16);
    stage.namespace.sh(
      "ip tuntap add dev slaptap16-1 mode tap user 65533 pi vnet_hdr multi_queue; ip link set slaptap16-1 up",
    );
    expect(lines(requestFor(1)).filter((line) => line.endsWith("link"))).toEqual([]);
    expect(stage.namespace.sh("ip -d link show slaptap16-1")).toMatch(
      /pi on vnet_hdr on persist on .*multi_queue|multi_queue on|vnet_hdr on/,
    );
    expect(lines(requestFor(1))).toEqual([]);
  });

  test("subtaps of an older tool: routes of protocol boot, an address with its prefix route", () => {
    laySlaptap(stage.namespace, slaptap16);
    stage.namespace.sh(`ip tuntap add dev slaptap16-1 mode tap user 65533; ip link set slaptap16-1 up
      ip addr add ${one.addr}/73 dev slaptap16-1; ip -6 route add ${one.gateway} dev slaptap16-1; ip -6 route add ${one.network} via ${one.gateway} dev slaptap16-1`);
    stage.namespace.sh(
      "cd /proc/sys/net/ipv6/conf/slaptap16-1 && echo 0 > accept_ra && echo 0 > accept_redirects && echo 0 > autoconf",
    );
    expect(lines(requestText("slaptap16", [one]))).toEqual([]);
  });

  test("not one frame is lost while a thousand applies run", async () => {
    layWithSubtaps(stage, 2);
    stage.namespace.sh(
      `ip -6 neigh replace ${one.gateway} lladdr 02:00:00:00:00:02 dev slaptap16-1 nud permanent`,
    );
    const flow = await startTapper(stage, ["flow", "slaptap16-1", one.gateway]);
    const said = outcomeOf(flow);
    const loop = `i=0; while [ $i -lt 1000 ]; do printf '%s' "$1" | ${stage.netcapdo} || exit 1; i=$((i+1)); done`;
    const applies = stage.namespace.start(["sh", "-c", loop, "sh", requestFor(2)], { user: slaptap16.user });
    expect(await outcomeOf(applies)).toMatchObject({
      status: 0,
      stdout: "ok 2 taps, 0 changes\n".repeat(1000),
    });
    flow.stdin?.end();
    const [, sent = "0", received = "-1"] = /sent (\d+) received (\d+)/.exec((await said).stdout) ?? [];
    expect(Number(sent)).toBeGreaterThan(100);
    expect(received).toBe(sent);
  });
});

describe("subtaps that are no longer wanted go", () => {
  test("all at once, and nothing else", () => {
    layWithSubtaps(stage, 8);
    stage.namespace.sh(`
      ip tuntap add dev slaptap161-1 mode tap user 65533
      for name in slaptap16-foo slaptap16-1024 slaptap16-0 slaptap16-01 slaptap16-1-1 slaptap1-1 slaptap17; do
        ip tuntap add dev $name mode tap user 65533; done
      ip tuntap add dev slaptap16-20 mode tap user 1234; ip tuntap add dev slaptap16-21 mode tap; ip link add slaptap16-22 type ifb`);
    const outcome = stage.ask(requestText("slaptap16", splitOf(slaptap16, 8).slice(0, 1)));
    expect(outcome.stdout).toBe(
      [2, 3, 4, 5, 6, 7, 8]
        .map((n) => `removed slaptap16-${n} link\n`)
        .concat("ok 1 taps, 7 changes\n")
        .join(""),
    );
    const names = stage.namespace.ip("link").map((link) => link.ifname);
    expect(names.sort()).toEqual([
      "lo",
      "slaptap1-1",
      "slaptap16",
      "slaptap16-0",
      "slaptap16-01",
      "slaptap16-1",
      "slaptap16-1-1",
      "slaptap16-1024",
      "slaptap16-20",
      "slaptap16-21",
      "slaptap16-22",
      "slaptap16-foo",
      "slaptap161-1",
      "slaptap17",
    ]);
    expect(subtapState(stage.namespace, "slaptap16-1")).toEqual(
      rightState(splitOf(slaptap16, 8)[0] as WantedTap),
    );
  });

  test("from groups too, and without what else is in those groups", () => {
    layWithSubtaps(stage, 3);
    stage.namespace.sh(
      "ip link add other0 type ifb; for n in other0 slaptap16-1 slaptap16-3; do ip link set $n group 99; done",
    );
    expect(
      lines(
        requestText(
          "slaptap16",
          [one, two].slice(0, 1).map((tap) => ({ ...tap })),
        ),
      ).filter((line) => line.includes(" link")),
    ).toEqual(["removed slaptap16-2 link", "removed slaptap16-3 link"]);
    expect(stage.namespace.sh("ip -o link show group 99")).toMatch(/^\d+: other0:/);
    expect(stage.namespace.sh("ip -o link show group default")).toMatch(/slaptap16-1:/);
  });

  test("also where the slaptap has no range, is down, or is gone", () => {
    for (const script of [
      "ip -6 route flush dev slaptap16",
      "ip link set slaptap16 down",
      "ip link del slaptap16",
    ]) {
      layWithSubtaps(stage, 2);
      stage.namespace.sh(script);
      expect(lines(requestFor(0))).toEqual(["removed slaptap16-1 link", "removed slaptap16-2 link"]);
      clearLinks(stage.namespace);
    }
  });

  test("where the slaptap is gone, only the caller's", () => {
    layWithSubtaps(stage, 2);
    stage.namespace.sh("ip link del slaptap16");
    const before = kernelState(stage.namespace);
    const outcome = stage.ask(requestFor(0), { user: 1234 });
    expect(outcome).toMatchObject({ status: 0, stdout: "ok 0 taps, 0 changes\n" });
    expect(outcome.stderr).toMatch(/slaptap16-1 is left alone: it has another owner/);
    expect(kernelState(stage.namespace)).toBe(before);
  });

  test("while programs are attached to them", async () => {
    layWithSubtaps(stage, 2);
    const holder = await startTapper(stage, ["hold", "slaptap16-2"]);
    expect(lines(requestFor(0))).toHaveLength(2);
    expect(subtapState(stage.namespace, "slaptap16-2")).toBeNull();
    holder.stdin?.end();
  });

  test("and another split moves networks between those that stay", () => {
    layWithSubtaps(stage, 7);
    expect(lines(requestFor(2)).filter((line) => line.endsWith(" link"))).toHaveLength(5);
    for (const tap of [one, two]) expect(subtapState(stage.namespace, tap.name)).toEqual(rightState(tap));
    lines(requestFor(5));
    for (const tap of splitOf(slaptap16, 5))
      expect(subtapState(stage.namespace, tap.name)).toEqual(rightState(tap));
    lines(requestFor(1));
    expect(stage.namespace.ip("-6", "route")).toHaveLength(4);
  });
});

describe("the capability is needed only where something must change", () => {
  test("without it a right state is fine, and a wrong one ends 3 and changes nothing", () => {
    layWithSubtaps(stage, 2);
    const bare = installTrampoline(stage.namespace, null);
    const ask = (input: string) => stage.namespace.run([bare], { user: 65533, input });
    expect(ask(requestFor(2))).toMatchObject({ status: 0, stdout: "ok 2 taps, 0 changes\n", stderr: "" });
    const before = kernelState(stage.namespace);
    expect(stage.namespace.run([bare, "--dry-run"], { user: 65533, input: requestFor(3) }).status).toBe(0);
    expect(stage.namespace.run([bare, "--version"], { user: 65533 }).status).toBe(0);
    expect(ask(requestFor(3))).toMatchObject({ status: 3, stdout: "" });
    expect(ask(requestFor(3)).stderr).toMatch(
      /no capability CAP_NET_ADMIN here: run `\/opt\/amarisoft\/setcap` on this program/,
    );
    expect(kernelState(stage.namespace)).toBe(before);
  });

  test("it works as +p and as +ep", () => {
    laySlaptap(stage.namespace, slaptap16);
    expect(lines(requestFor(1))).toHaveLength(5);
    stage.namespace.sh(`setcap cap_net_admin+ep ${stage.netcapdo}`);
    expect(lines(requestFor(2))).toHaveLength(3 + 3 + 5);
    stage.namespace.sh(`setcap cap_net_admin+p ${stage.netcapdo}`);
  });

  test("with other capabilities but without this one it ends 3", () => {
    laySlaptap(stage.namespace, slaptap16);
    stage.namespace.sh(`setcap cap_sys_admin,cap_net_raw,cap_dac_override,cap_setuid+ep ${stage.netcapdo}`);
    const outcome = stage.ask(requestFor(1));
    stage.namespace.sh(`setcap cap_net_admin+p ${stage.netcapdo}`);
    expect(outcome).toMatchObject({ status: 3, stdout: "" });
    expect(outcome.stderr).toMatch(/no capability/);
  });

  test("no /dev/net/tun, or one that the caller may not open, ends 3 before any change", () => {
    laySlaptap(stage.namespace, slaptap16);
    stage.namespace.sh("ip tuntap add dev slaptap16-9 mode tap user 65533");
    const before = kernelState(stage.namespace);
    try {
      for (const script of [
        "chmod 600 /dev/net/tun",
        "rm /dev/net/tun",
        "touch /dev/net/tun; chmod 666 /dev/net/tun",
        "rm /dev/net/tun; mknod -m 666 /dev/net/tun c 1 3",
        "rm /dev/net/tun; mkfifo -m 666 /dev/net/tun",
        "rm /dev/net/tun; ln -s /dev/null /dev/net/tun",
      ]) {
        stage.namespace.sh(script);
        const outcome = stage.ask(requestFor(1));
        expect({ script, status: outcome.status, stdout: outcome.stdout }).toEqual({
          script,
          status: 3,
          stdout: "",
        });
        expect(outcome.stderr).toMatch(/\/dev\/net\/tun/);
      }
    } finally {
      stage.namespace.sh("rm -f /dev/net/tun; mknod -m 666 /dev/net/tun c 10 200");
    }
    expect(kernelState(stage.namespace)).toBe(before);
  });
});
