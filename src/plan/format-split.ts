/** A split as text, for `ors plan`. */
import { formatIpv6Network, type Ipv6Network } from "../net/ipv6-network.ts";
import type { TapSplit } from "./plan-taps.ts";

/**
 * Lines without a closing newline:
 *
 *     slaptap16: split 2401:5180:0:66:a200::/71 by 2
 *     preserve         2401:5180:0:66:a200::/73
 *     -> slaptap16-1   2401:5180:0:66:a280::/73
 *     -> slaptap16-2   2401:5180:0:66:a300::/73
 */
export function formatSplit({ plan, kept }: TapSplit): string {
  const { slaptap, range, taps } = plan;
  if (slaptap === null || range === null) return "no slaptap: nothing to split";
  const [only] = taps;
  if (only === undefined) return `${slaptap}: no CPRI Radio Unit, ${formatIpv6Network(range)} is not split`;
  if (kept === null)
    return `${slaptap}: one CPRI Radio Unit, ${formatIpv6Network(range)} is not split\n${formatRow(`-> ${only.name}`, only.network, 0)}`;
  const width = Math.max("preserve".length, ...taps.map(({ name }) => `-> ${name}`.length));
  return [
    `${slaptap}: split ${formatIpv6Network(range)} by ${taps.length}`,
    formatRow("preserve", kept, width),
    ...taps.map(({ name, network }) => formatRow(`-> ${name}`, network, width)),
  ].join("\n");
}

/** Three columns of space after the longest label. */
function formatRow(label: string, network: Ipv6Network, width: number): string {
  return `${label.padEnd(width)}   ${formatIpv6Network(network)}`;
}
