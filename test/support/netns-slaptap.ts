import type { Namespace } from "./netns.ts";

/** A TAP as `slapos format` lays it for a partition. */
export type Slaptap = {
  readonly name: string;
  /** Numeric user who owns it. */
  readonly user: number;
  /** Network without host bits, `2401:5180:0:66:a200::/71`. */
  readonly range: string;
  /** The first host address of the range. */
  readonly gateway: string;
  /** The last address of the range, which the TAP itself has. */
  readonly addr: string;
};

/** The range of the examples, for the partition's user 65533. */
export const slaptap16: Slaptap = {
  name: "slaptap16",
  user: 65533,
  range: "2401:5180:0:66:a200::/71",
  gateway: "2401:5180:0:66:a200::1",
  addr: "2401:5180:0:66:a3ff:ffff:ffff:ffff",
};

/**
 * Lays a slaptap: persistent TAP of its user, up, address, `gateway/128 dev tap`, `range via gateway dev tap`. The
 * kernel adds the address's own local route a little later: what is compared before and after must have it.
 */
export function laySlaptap(namespace: Namespace, tap: Slaptap): void {
  const plen = tap.range.split("/")[1];
  namespace.sh(`ip -6 -batch - <<'END'
tuntap add dev ${tap.name} mode tap user ${tap.user}
link set dev ${tap.name} up
addr add ${tap.addr}/${plen} dev ${tap.name} nodad noprefixroute
route add ${tap.gateway}/128 dev ${tap.name}
route add ${tap.range} via ${tap.gateway} dev ${tap.name}
END
for _ in $(seq 500); do
  ip -6 route show table local dev ${tap.name} | grep '^local ' | grep -qv '^local fe80' && exit 0
  sleep 0.01
done
exit 1`);
}
