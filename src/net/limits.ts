/** Limits of a split, with who sets them. */
import type { Ipv6Network } from "./ipv6-network.ts";

/** Subtaps of one slaptap are numbered from 1 to this: the trampoline takes no more. */
export const maxSubtaps = 1023;

/** A part needs two addresses besides its first: the Radio Unit's and the host's. */
export const maxPartPrefixLength = 126;

/**
 * The only ranges that the trampoline gives to subtaps: global unicast (2000::/3) and unique local
 * addresses (fc00::/7).
 */
export const permittedRanges: readonly Ipv6Network[] = [
  { address: 0x2000n << 112n, prefixLength: 3 },
  { address: 0xfc00n << 112n, prefixLength: 7 },
];
