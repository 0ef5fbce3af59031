/** The node's IPv4 address on its LAN, which slapconfiguration does not give. */
import type { NetworkInterfaceInfo } from "node:os";

export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * An address on an interface that is neither the loopback nor a TAP of SlapOS: of the interface with the IPv4
 * default route if it has one, else of the first by name. Addresses with a netmask of 32 bits are partitions'.
 *
 * @param interfaces os.networkInterfaces()
 * @param routes the text of /proc/net/route (proc(5)), empty where it cannot be read
 * @param slaptap the name of the partition's own TAP
 */
export function findLanAddress(
  interfaces: Interfaces,
  routes: string,
  slaptap: string | null,
): string | null {
  const lan = new Map<string, string>();
  for (const name of Object.keys(interfaces).sort()) {
    if (isSlaptap(name, slaptap)) continue;
    const found = interfaces[name]?.find(
      ({ family, internal, netmask }) => family === "IPv4" && !internal && netmask !== "255.255.255.255",
    );
    if (found !== undefined) lan.set(name, found.address);
  }
  for (const name of parseDefaultRoutes(routes)) {
    const address = lan.get(name);
    if (address !== undefined) return address;
  }
  return lan.values().next().value ?? null;
}

function isSlaptap(name: string, slaptap: string | null): boolean {
  return (
    /^slaptap\d/.test(name) || (slaptap !== null && (name === slaptap || name.startsWith(`${slaptap}-`)))
  );
}

/** Interfaces of routes to 0.0.0.0/0, by metric. */
function parseDefaultRoutes(routes: string): string[] {
  return routes
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, destination, , , , , , mask]) => destination === "00000000" && mask === "00000000")
    .sort((a, b) => Number(a[6]) - Number(b[6]))
    .map(([name]) => name ?? "");
}
