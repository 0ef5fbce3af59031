/** Random states of a node's network, around slaptap16 and what may lie in the way of its subtaps. */
import fc from "fast-check";
import { slaptap16 } from "../../test/support/netns-slaptap.ts";
import { addressNumber, addressText } from "../../test/support/netns-trampoline.ts";

/** What root does before the trampoline is asked. */
export type Situation = {
  /** So many subtaps were made by an earlier run; null where it was asked for the same as will be asked now. */
  readonly subtaps: number | null;
  /** Lines of a shell; one that fails is passed over. */
  readonly lines: readonly string[];
};

/** Names that a request may want stand before those of others and those that only look like a subtap's. */
const subtap = fc.integer({ min: 1, max: 5 }).map((number) => `slaptap16-${number}`);
const others = ["slaptap17", "slaptap17-1", "other0", "slaptap16-01", "slaptap16-1024", "slaptap16-1-1"];
const stranger = fc.constantFrom("slaptap17", "other0");
const device = fc.oneof(
  { weight: 6, arbitrary: subtap },
  { weight: 3, arbitrary: fc.constantFrom(...others) },
  { weight: 1, arbitrary: fc.constant("slaptap16") },
);

/** A part of the range, or the range itself. */
const part = fc.tuple(fc.integer({ min: 71, max: 78 }), fc.nat(15)).map(([length, index]) => {
  const size = 1n << BigInt(128 - length);
  const base = addressNumber(slaptap16.range.split("/")[0] ?? "");
  const within = BigInt(index) % (1n << BigInt(length - 71));
  return { base: base + within * size, size, length };
});
const prefix = fc.oneof(
  { weight: 4, arbitrary: part.map(({ base, length }) => `${addressText(base)}/${length}`) },
  { weight: 1, arbitrary: fc.constantFrom("2401:5180:0:66::/64", "2000::/3", "::/0", "fd00:9::/64") },
);
const address = fc
  .tuple(part, fc.constantFrom(1n, 2n, -1n))
  .map(([{ base, size, length }, at]) => `${addressText(at < 0n ? base + size - 1n : base + at)}/${length}`);

const user = fc.constantFrom("user 65533", "user 65533", "user 65532", "", "user 65533 group 65533");
const change = fc.constantFrom(
  ...["up", "down", "mtu 1280", "mtu 1000", "mtu 9000", "group 7", "address 02:00:00:00:00:07"],
);
const protocol = fc.constantFrom("", "proto static", "proto boot", "proto kernel", "proto ra", "proto 99");
const metric = fc.constantFrom("", "metric 1", "metric 2048");
const kind = fc.constantFrom("unicast", "unicast", "unicast", "blackhole", "unreachable", "prohibit");

/** Whether the kernel makes a route for an address, and for how long. */
const lasting = fc.constantFrom("", "", "noprefixroute", "valid_lft 1000 preferred_lft 1000");

const line = fc.oneof(
  say`ip tuntap add dev ${device} mode ${fc.constantFrom("tap", "tap", "tun")} ${user}`,
  say`ip link add ${device} type ${fc.constantFrom("ifb", "bridge")}`,
  say`ip link property add dev slaptap17 altname ${subtap}`,
  say`ip link set dev ${device} ${change}`,
  say`ip link del ${device}`,
  say`ip -6 addr add ${address} dev ${device} nodad ${lasting}`,
  say`ip -6 addr add ${address} dev ${subtap} nodad ${lasting}`,
  say`ip -6 addr add fd00:7::1 peer ${address} dev ${subtap} nodad ${lasting}`,
  say`ip -6 addr flush dev ${subtap} scope global`,
  say`ip addr add 192.0.2.1/24 dev ${device}`,
  say`ip -6 route append ${kind} ${prefix} dev ${device} ${protocol} ${metric}`,
  say`ip -6 route append ${kind} ${prefix} dev ${stranger} ${protocol} ${metric}`,
  say`ip -6 addr add ${address} dev ${stranger} nodad ${lasting}`,
  say`ip link set dev ${subtap} ${change}`,
  say`ip -6 route add ${prefix} dev ${device} table 100`,
  say`ip -6 route add ${prefix} nexthop dev slaptap17 nexthop dev other0`,
  say`ip -6 nexthop add id 7 dev ${device}; ip -6 route add ${prefix} nhid 7`,
  say`ip -6 route del ${prefix} dev ${device}`,
  say`ip -6 route flush dev ${subtap}`,
  say`ip -6 rule add from ${prefix} lookup 100`,
  say`echo ${fc.constantFrom("0", "1", "2")} > /proc/sys/net/ipv6/conf/${device}/${fc.constantFrom("accept_ra", "accept_redirects", "autoconf")}`,
);

export const situations: fc.Arbitrary<Situation> = fc.record({
  subtaps: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 6 })),
  lines: fc.array(line, { maxLength: 14, size: "max" }),
});

/** Text with arbitrary parts. */
function say(texts: TemplateStringsArray, ...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((values) =>
    texts
      .map((text, index) => text + (values[index] ?? ""))
      .join("")
      .trim(),
  );
}
