/** The socket and the codec against the real kernel; `ip -json` is the witness. */
import { beforeEach, describe, expect, test } from "vitest";
import { wouldBlock } from "../../src/libc/file.ts";
import { runInNetworkNamespace } from "../../src/libc/namespace.ts";
import { onReadable } from "../../src/libc/readiness.ts";
import { family } from "../../src/net/address-family.ts";
import { connectKernel, dump } from "../../src/netlink/dump.ts";
import { decodeDatagram, type Message } from "../../src/netlink/messages/message.ts";
import { NetlinkError } from "../../src/netlink/messages/netlink-error.ts";
import { group, interfaceFlag, operstates, routeType, table } from "../../src/netlink/messages/numbers.ts";
import { closeNetlink, type NetlinkSocket, openNetlink, receive } from "../../src/netlink/socket.ts";
import { readReceiveBuffer } from "../libc/receive-buffer.ts";
import { clearLinks } from "../support/netns.ts";
import { laySlaptap, slaptap16 } from "../support/netns-slaptap.ts";
import { useNamespace } from "../support/stage.ts";
import { until } from "../support/until.ts";
import { askAddresses, askLinks, askRoutes } from "./blank-messages.ts";
import { makeRequest } from "./encode/message.ts";

const namespace = useNamespace({ before: clearLinks });

function opened(groups: readonly number[] = [], receiveBuffer?: number): NetlinkSocket {
  return runInNetworkNamespace(`/proc/${namespace.pid}/ns/net`, () => openNetlink(groups, receiveBuffer));
}

function withSocket<T>(use: (netlink: NetlinkSocket) => T, groups: readonly number[] = []): T {
  const netlink = opened(groups);
  try {
    return use(netlink);
  } finally {
    closeNetlink(netlink);
  }
}

function dumped<K extends Message["kind"]>(request: Message & { kind: K }): Extract<Message, { kind: K }>[] {
  const messages = withSocket((netlink) => dump(connectKernel(netlink), makeRequest(request), request.kind));
  return messages.filter(
    (message): message is Extract<Message, { kind: K }> => message.kind === request.kind,
  );
}

const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

describe("dumps are what ip shows", () => {
  beforeEach(() => {
    laySlaptap(namespace, slaptap16);
    namespace.sh(`
      ip tuntap add dev slaptap16-1 mode tap user 65533 group 12
      ip tuntap add dev slaptap16-2 mode tap vnet_hdr multi_queue
      ip tuntap add dev tun0 mode tun pi
      ip link add veth0 type veth peer name veth1
      ip link property add dev veth0 altname first altname second
      ip link add bridge0 type bridge
      ip link set dev veth1 master bridge0 up
      ip link set dev veth0 up mtu 4000 group 77
      ip -6 addr add fd00::1/64 dev veth0 nodad
      ip -4 addr add 10.1.2.3/24 dev veth0
      ip -6 route add blackhole 2401:db9::/32
      ip -6 route add 2401:dbb::/32 dev veth0 metric 7 proto static
      ip -6 route add 2401:dbd::/32 nexthop via fd00::2 dev veth0 weight 3 nexthop via fd00::3 dev veth0
      ip -6 route add default via fd00::2 dev veth0 proto ra`);
  });

  test("links", () => {
    const ours = dumped(askLinks()).map((link) => ({
      name: link.name,
      index: link.index,
      mtu: link.mtu,
      state: operstates[link.operstate ?? 0],
      up: (link.flags & interfaceFlag.UP) !== 0,
      group: link.group === 0 ? "default" : `${link.group}`,
      mac: link.mac,
      altnames: link.altnames,
      type: link.type,
      tun: link.tun && {
        mode: link.tun.mode,
        owner: link.tun.owner,
        group: link.tun.group,
        persist: link.tun.persist,
        pi: link.tun.packetInformation,
        vnetHdr: link.tun.vnetHdr,
        multiQueue: link.tun.multiQueue,
      },
    }));
    const theirs = namespace.ip("link", "show").map((link) => {
      const info = link.linkinfo as { info_kind?: string; info_data?: Record<string, unknown> } | undefined;
      const details = info?.info_data;
      return {
        name: link.ifname,
        index: link.ifindex,
        mtu: link.mtu,
        state: link.operstate,
        up: (link.flags as string[]).includes("UP"),
        group: link.group,
        mac: link.address ?? null,
        altnames: link.altnames ?? [],
        type: info?.info_kind ?? null,
        tun:
          info?.info_kind !== "tun"
            ? null
            : {
                mode: details?.type,
                owner: numberOf("passwd", details?.user),
                group: numberOf("group", details?.group),
                persist: details?.persist,
                pi: details?.pi,
                vnetHdr: details?.vnet_hdr,
                multiQueue: details?.multi_queue,
              },
      };
    });
    expect(ours.sort(byText)).toEqual(theirs.sort(byText));
    expect(ours.length).toBe(8);
  });

  test("addresses of both families", () => {
    const ours = dumped(askAddresses(family.UNSPEC)).map((address) => ({
      index: address.index,
      local: address.local,
      prefixlen: address.prefixLength,
    }));
    const theirs = namespace.ip("address", "show").flatMap((link) =>
      (link.addr_info as Record<string, unknown>[]).map(({ local, prefixlen }) => ({
        index: link.ifindex,
        local,
        prefixlen,
      })),
    );
    expect(ours.sort(byText)).toEqual(theirs.sort(byText));
    expect(ours.length).toBeGreaterThanOrEqual(5);
  });

  test("routes of one table and of all", () => {
    const names = new Map(dumped(askLinks()).map((link) => [link.index, link.name]));
    for (const [number, word] of [
      [table.MAIN, "main"],
      [table.UNSPEC, "all"],
    ] as const) {
      const ours = dumped(askRoutes(family.IPV6, number)).map((route) => ({
        destination: textOf(route.destination, route.prefixLength),
        gateway: route.gateway ?? undefined,
        device: route.output === null ? undefined : names.get(route.output),
        metric: route.metric,
        type: typeNames.get(route.type),
        hops: route.nextHops.map((hop) => [hop.gateway, names.get(hop.output), hop.weight]),
      }));
      const theirs = namespace.ip("-6", "route", "show", "table", word).map((route) => ({
        destination: route.dst,
        gateway: route.gateway,
        device: route.dev,
        metric: route.metric,
        type: route.type ?? "unicast",
        hops: ((route.nexthops as Record<string, unknown>[] | undefined) ?? []).map((hop) => [
          hop.gateway,
          hop.dev,
          hop.weight,
        ]),
      }));
      expect(ours.sort(byText)).toEqual(theirs.sort(byText));
      expect(ours.length).toBeGreaterThanOrEqual(6);
    }
  });

  test("the IPv6 settings of a link are those of its sysctls", () => {
    namespace.sh(`sysctl -qw net.ipv6.conf.veth0.accept_ra=0 net.ipv6.conf.veth0.accept_redirects=0
      sysctl -qw net.ipv6.conf.veth1.autoconf=0 net.ipv6.conf.veth1.accept_ra=2`);
    const settings = new Map(dumped(askLinks()).map((link) => [link.name, link.ipv6]));
    expect(settings.get("veth0")).toEqual({ acceptRa: 0, acceptRedirects: 0, autoconf: 1 });
    expect(settings.get("veth1")).toEqual({ acceptRa: 2, acceptRedirects: 1, autoconf: 0 });
    namespace.sh("ip link set dev veth0 mtu 1279");
    expect(dumped(askLinks()).find((link) => link.name === "veth0")?.ipv6).toBeNull();
  });
});

test("a dump of ten thousand routes comes whole", () => {
  const routes = Array.from({ length: 10_000 }, (_, n) => `route add 2401:${n.toString(16)}::/32 dev lo`);
  namespace.run(["ip", "-6", "-batch", "-"], { input: routes.join("\n") });
  expect(dumped(askRoutes(family.IPV6, table.MAIN)).length).toBe(10_000);
});

test("a request that the kernel does not know is refused in its own words", () => {
  withSocket((netlink) => {
    expect(() => dump(connectKernel(netlink), makeRequest({ ...askLinks(), mtu: 1500 }), "links")).toThrow(
      expect.objectContaining({
        failure: "refused",
        code: 22,
        message:
          "the kernel refuses to tell its links: Invalid argument (Unsupported attribute in link dump request)",
      }),
    );
  });
});

test("a socket with groups hears what changes, from the event loop", async () => {
  const netlink = opened([group.LINK, group.IPV6_IFADDR, group.IPV6_ROUTE]);
  const seen: string[] = [];
  const readiness = onReadable(netlink.fd, () => {
    for (const message of waiting(netlink)) seen.push(`${message.kind} ${message.header.type}`);
  });
  namespace.sh(`ip link add veth0 type veth peer name veth1
    ip link set dev veth0 up; ip link set dev veth1 up
    ip -6 addr add fd00::1/64 dev veth0 nodad`);
  // the kernel tells of an address from a work queue, and of one that is deleted before not at all
  await until(() => seen.includes("address 20") && seen.includes("route 24"), "the address is there");
  namespace.sh("ip link del veth0");
  await until(() => seen.at(-1) === "link 17", "the link is gone");
  readiness.close();
  closeNetlink(netlink);
  expect(new Set(seen)).toEqual(
    new Set(["link 16", "link 17", "address 20", "address 21", "route 24", "route 25"]),
  );
});

test("a reader that is too slow learns that messages were lost, once, and goes on", () => {
  const netlink = opened([group.IPV6_ROUTE], 4096);
  const routes = Array.from({ length: 500 }, (_, n) => `route add 2401:${n.toString(16)}::/32 dev lo`);
  namespace.run(["ip", "-6", "-batch", "-"], { input: routes.join("\n") });
  expect(() => waiting(netlink)).toThrow(expect.objectContaining({ failure: "lost" }));
  const rest = waiting(netlink);
  expect(rest.length).toBeLessThan(500);
  namespace.sh("ip -6 route del 2401:1::/32 dev lo");
  expect(waiting(netlink).map((message) => message.header.type)).toEqual([25]);
  closeNetlink(netlink);
});

test("a receive buffer may be larger than the system's limit where the caller may", () => {
  const netlink = opened([], 8 << 20);
  expect(readReceiveBuffer(netlink.fd)).toBe(16 << 20);
  closeNetlink(netlink);
});

test("reading never waits", () => {
  withSocket((netlink) => expect(receive(netlink)).toBe(wouldBlock), [group.LINK]);
});

test("a closed socket is an error of the system, not a crash", () => {
  const netlink = opened();
  closeNetlink(netlink);
  expect(() => receive(netlink)).toThrow("recvfrom: Bad file descriptor");
  expect(() => dump(connectKernel(netlink), makeRequest(askLinks()), "links")).toThrow(
    "sendto: Bad file descriptor",
  );
  expect(NetlinkError).toBeDefined();
});

function waiting(netlink: NetlinkSocket): Message[] {
  const messages: Message[] = [];
  for (let length = receive(netlink); length !== wouldBlock; length = receive(netlink)) {
    messages.push(...decodeDatagram(netlink.buffer, length));
  }
  return messages;
}

/** ip shows names where there are any. */
function numberOf(database: "passwd" | "group", value: unknown): number | null {
  if (value === undefined) return null;
  const entry = namespace.run(["getent", database, `${value}`]).stdout;
  return Number(entry === "" ? value : entry.split(":")[2]);
}

function textOf(destination: string, prefixLength: number): string {
  if (prefixLength === 0) return "default";
  return prefixLength === 128 ? destination : `${destination}/${prefixLength}`;
}

const typeNames = new Map<number, string>(
  Object.entries(routeType).map(([name, number]) => [number, name.toLowerCase()]),
);
