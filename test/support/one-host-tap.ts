/** One TAP of the host for all Radio Units of an instance: what a VLAN has that all of them share. */
import type { PlanJson } from "../../src/plan/plan-json.ts";

/** Lines of `ip -6 -batch` that lay it, with the host's address in each Radio Unit's network. */
export function listTapLines({ taps }: PlanJson, tap: string): string[] {
  const addresses = taps.map(({ network, addr }) => {
    return `address add ${addr}/${network.split("/")[1]} dev ${tap} noprefixroute nodad`;
  });
  const routes = taps.flatMap(({ gateway, network }) => [
    `route add ${gateway}/128 dev ${tap}`,
    `route add ${network} via ${gateway} dev ${tap}`,
  ]);
  return [`tuntap add dev ${tap} mode tap`, `link set dev ${tap} up`, ...addresses, ...routes];
}

/** A rendered dnsmasq.cfg that serves all of them there. */
export function moveToTap(config: string, { taps }: PlanJson, tap: string): string {
  const names = new Set(taps.map(({ name }) => name));
  const moved = config.replace(/[\w-]+/g, (word) => (names.has(word) ? tap : word));
  const lines = moved.split("\n");
  const isRepeated = (line: string, at: number) =>
    /^(interface|ra-param)=/.test(line) && lines.indexOf(line) < at;
  return lines.filter((line, at) => !isRepeated(line, at)).join("\n");
}
