/**
 * Captures what the real kernel says into `captured/`: for each file of bytes, a text with the line that each message
 * is printed as. `ORS_CAPTURE=1 npx vitest run test/netlink/captured.test.ts` takes them anew; look at what differs.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { wouldBlock } from "../../src/libc/file.ts";
import { runInNetworkNamespace } from "../../src/libc/namespace.ts";
import { family } from "../../src/net/address-family.ts";
import { connectKernel, type Kernel } from "../../src/netlink/dump.ts";
import { formatMessage } from "../../src/netlink/messages/format.ts";
import { decodeDatagram, type Message } from "../../src/netlink/messages/message.ts";
import { group, messageFlag, table } from "../../src/netlink/messages/numbers.ts";
import { closeNetlink, type NetlinkSocket, openNetlink, receive } from "../../src/netlink/socket.ts";
import type { Namespace } from "../support/netns.ts";
import { laySlaptap, slaptap16 } from "../support/netns-slaptap.ts";
import { askAddresses, askLinks, askRoutes } from "./blank-messages.ts";
import { encode } from "./encode/message.ts";

export const captureFolder = join(import.meta.dirname, "captured");
export const captureNames = ["events", "links", "addresses", "routes", "refused"] as const;

/** Takes every capture in a fresh namespace. */
export function capture(namespace: Namespace): void {
  const path = `/proc/${namespace.pid}/ns/net`;
  const listener = runInNetworkNamespace(path, () => openNetlink(Object.values(group), 4 << 20));
  const asker = runInNetworkNamespace(path, () => openNetlink());
  try {
    laySlaptap(namespace, slaptap16);
    namespace.sh(scenario);
    write("events", waiting(listener));
    write("links", everything(connectKernel(asker), askLinks()));
    write("addresses", everything(connectKernel(asker), askAddresses(family.UNSPEC)));
    write("routes", everything(connectKernel(asker), askRoutes(family.IPV6, table.UNSPEC)));
    write("refused", refusals(connectKernel(asker)));
  } finally {
    closeNetlink(listener);
    closeNetlink(asker);
  }
}

/** Something of each kind: every form of TUN, names and altnames, groups, addresses, routes of all sorts, removals. */
const scenario = `
ip tuntap add dev slaptap16-1 mode tap user 65533 group 12
ip tuntap add dev slaptap16-2 mode tap
ip tuntap add dev tun0 mode tun pi multi_queue
ip link add veth0 type veth peer name veth1
ip link add bridge0 type bridge
ip link property add dev veth0 altname uplink-with-a-long-name altname änderung
ip link set dev veth1 master bridge0
ip link set dev veth1 up
ip link set dev veth0 mtu 9000 group 77 up
ip link set dev slaptap16-1 mtu 1280 up
sysctl -qw net.ipv6.conf.slaptap16-1.accept_ra=0
ip -6 addr add 2401:5180:0:66:a2ff:ffff:ffff:ffff/73 dev slaptap16-1 noprefixroute nodad
ip -6 addr add fd00::1 peer fd00::2/64 dev veth0
ip -4 addr add 10.1.2.3/24 dev veth0 label veth0:ru
ip -6 route add 2401:5180:0:66:a280::1/128 dev slaptap16-1
ip -6 route add 2401:5180:0:66:a280::/73 via 2401:5180:0:66:a280::1 dev slaptap16-1 proto static metric 77
ip -6 route add 2401:db8::/32 proto static nexthop via fd00::2 dev veth0 weight 3 nexthop via fd00::3 dev veth0
ip -6 route add blackhole 2401:db9::/32 table 4711
ip -6 route add unreachable 2401:dba::/32 metric 5
ip -6 route add 2401:dbb::/32 dev veth0 expires 1000
ip nexthop add id 7 via fd00::2 dev veth0
ip -6 route add 2401:dbc::/32 nhid 7
ip -6 route add default from fd00::/64 via fd00::2 dev veth0 pref high
ip -4 route add 10.9.0.0/16 via 10.1.2.9 src 10.1.2.3
ip -6 route del 2401:dba::/32 metric 5
ip -6 addr del fd00::1 peer fd00::2/64 dev veth0
ip link del slaptap16-2
`;

function waiting(netlink: NetlinkSocket): Buffer[] {
  const datagrams: Buffer[] = [];
  for (let length = receive(netlink); length !== wouldBlock; length = receive(netlink)) {
    datagrams.push(Buffer.from(netlink.buffer.subarray(0, length)));
  }
  return datagrams;
}

/** All datagrams that answer a dump, its end included. */
function everything(kernel: Kernel, request: Message): Buffer[] {
  ask(kernel, request, messageFlag.REQUEST | messageFlag.DUMP);
  const datagrams: Buffer[] = [];
  for (let ended = false; !ended; ) {
    const datagram = Buffer.from(kernel.receive(5_000) ?? Buffer.alloc(0));
    datagrams.push(datagram);
    ended = decodeDatagram(datagram).every((message) => message.kind === "done" || message.kind === "error");
  }
  return datagrams;
}

/** Questions that the kernel refuses, with and without words of its own. */
function refusals(kernel: Kernel): Buffer[] {
  const single = (request: Message) => {
    ask(kernel, request, messageFlag.REQUEST | messageFlag.ACK);
    return Buffer.from(kernel.receive(5_000) ?? Buffer.alloc(0));
  };
  return [
    ...everything(kernel, { ...askLinks(), mtu: 1500 }),
    ...everything(kernel, { ...askAddresses(family.IPV6), prefixLength: 64 }),
    ...everything(kernel, askRoutes(family.IPV6, 4712)),
    single({ ...askLinks(), name: "no-such-link" }),
    single({ ...askLinks(), index: 4242 }),
    single({ ...askRoutes(family.IPV6, table.UNSPEC), prefixLength: 129 }),
  ];
}

function ask(kernel: Kernel, request: Message, flags: number): void {
  kernel.send(encode({ ...request, header: { ...request.header, flags, sequence: 1, port: 0 } }));
}

function write(name: (typeof captureNames)[number], datagrams: readonly Buffer[]): void {
  const bytes = Buffer.concat(datagrams);
  writeFileSync(join(captureFolder, `${name}.bin`), bytes);
  const lines = decodeDatagram(bytes).map((message) => formatMessage(message));
  writeFileSync(join(captureFolder, `${name}.txt`), `${lines.join("\n")}\n`);
}
