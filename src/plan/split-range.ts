/** The cut of a range into equal parts, the first for the slaptap itself and one for each Radio Unit. */
import { containsNetwork, formatIpv6Network, type Ipv6Network, ipv6Bits } from "../net/ipv6-network.ts";
import { maxPartPrefixLength, permittedRanges } from "../net/limits.ts";

/** `kept` stays with the slaptap; `parts` are as many as were asked for, in the order of their addresses. */
export type RangeSplit = { readonly kept: Ipv6Network; readonly parts: readonly Ipv6Network[] };

/** Why a range cannot be split so, with the numbers, and what could be. */
export type SplitRefusal = { readonly what: string; readonly right: string };

/**
 * The smallest power-of-two cut of `range` that holds `count` parts and the kept one. Refused: a range that is
 * too small for that many, and one outside {@link permittedRanges}.
 */
export function splitRange(range: Ipv6Network, count: number): RangeSplit | SplitRefusal {
  const cutBits = countCutBits(count + 1);
  const prefixLength = range.prefixLength + cutBits;
  if (!isPermitted(range)) {
    return {
      what: `${formatIpv6Network(range)} cannot be split: it lies outside ${permittedRanges.map(formatIpv6Network).join(" and ")}`,
      right: `a range inside ${permittedRanges.map(formatIpv6Network).join(" or ")}`,
    };
  }
  if (prefixLength > maxPartPrefixLength) {
    return {
      what: `${formatIpv6Network(range)} is too small for ${count} CPRI Radio Units: with the slaptap's own they need ${2 ** cutBits} parts, and a part is a /${maxPartPrefixLength} at least`,
      right: `a range of /${maxPartPrefixLength - cutBits} or larger`,
    };
  }
  const size = 1n << BigInt(ipv6Bits - prefixLength);
  const parts = Array.from({ length: count }, (_, i) => ({
    address: range.address + size * BigInt(i + 1),
    prefixLength,
  }));
  return { kept: { address: range.address, prefixLength }, parts };
}

function countCutBits(parts: number): number {
  return 32 - Math.clz32(parts - 1);
}

function isPermitted(range: Ipv6Network): boolean {
  return permittedRanges.some((permitted) => containsNetwork(permitted, range));
}
