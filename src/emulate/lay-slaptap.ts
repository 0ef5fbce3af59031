/** A slaptap where there is no SlapOS: what `slapos format` does for a partition, with ip(8). */
import { execa } from "execa";
import { formatIpv6Address, formatIpv6Network } from "../net/ipv6-network.ts";
import type { Slaptap } from "../site/site.ts";

/**
 * A persistent TAP with its owner, its address, and its two routes. Needs CAP_NET_ADMIN.
 *
 * @param user uid of its owner
 * @param show is given each command line before it is run
 */
export async function laySlaptap(
  slaptap: Slaptap,
  user: number,
  show: (line: string) => void,
): Promise<void> {
  for (const line of listCommands(slaptap, user)) {
    show(line);
    const [program = "", ...words] = line.split(" ");
    await execa(program, words, { stdio: ["ignore", "ignore", "inherit"] });
  }
}

function listCommands({ name, range, gateway, addr }: Slaptap, user: number): string[] {
  const far = formatIpv6Address(gateway);
  return [
    "ip link set lo up",
    `ip tuntap add dev ${name} mode tap user ${user}`,
    `ip link set ${name} up`,
    `ip address add ${formatIpv6Address(addr)}/${range.prefixLength} dev ${name} noprefixroute nodad`,
    `ip route add ${far}/128 dev ${name}`,
    `ip route add ${formatIpv6Network(range)} via ${far} dev ${name}`,
  ];
}
