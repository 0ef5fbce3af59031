/** One TAP of the host for all Radio Units of an instance: what a VLAN has that all of them share. */
import type { PlanJson } from "../../src/plan/plan-json.ts";

/** Lines of `ip -6 -batch` that lay it: the whole range is its network, in which the host has an address for each. */
export function listTapLines({ taps, range }: PlanJson, tap: string): string[] {
  const [, length] = splitNetwork(range);
  const addresses = taps.map(({ addr }, index) => {
    return `address add ${addr}/${index === 0 ? length : 128} dev ${tap} nodad`;
  });
  return [`tuntap add dev ${tap} mode tap`, `link set dev ${tap} up`, ...addresses];
}

/** A rendered dnsmasq.cfg that serves all of them there, from one range. */
export function moveToTap(config: string, { range }: PlanJson, tap: string): string {
  const ofOne = /^(interface|ra-param|dhcp-range|dhcp-host|log-dhcp)\b/;
  const hosts = [...config.matchAll(/^dhcp-host=([^,]+),tag:[^,]+,(.+)$/gm)].map(
    ([, mac, address]) => `dhcp-host=${mac},${address}`,
  );
  const [network, length] = splitNetwork(range);
  return [
    ...config.split("\n").filter((line) => !ofOne.test(line)),
    `interface=${tap}`,
    `dhcp-range=${network},static,${length},5m`,
    `ra-param=${tap},60`,
    ...hosts,
  ].join("\n");
}

function splitNetwork(network: string | null): readonly [string, string] {
  const [address = "", length = ""] = network?.split("/") ?? [];
  return [address, length];
}
