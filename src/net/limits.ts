/** Limits of a split, with who sets them. */

/** Subtaps of one slaptap are numbered from 1 to this: the trampoline takes no more. */
export const maxSubtaps = 1023;

/** A part needs two addresses besides its first: the Radio Unit's and the host's. */
export const maxPartPrefixLength = 126;

/** The only ranges that the trampoline gives to subtaps: global unicast and unique local addresses. */
export const permittedRanges = ["2000::/3", "fc00::/7"] as const;
