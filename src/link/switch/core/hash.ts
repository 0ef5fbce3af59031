/**
 * Where an address is looked for first. A peer chooses its addresses, so the numbers that are multiplied with are
 * secret: it cannot choose many that fall into one place, which would make every look-up slow.
 */

export type Hash = {
  readonly lowSeed: number;
  readonly highSeed: number;
  readonly lowFactor: number;
  readonly highFactor: number;
  readonly lowSpread: number;
  readonly highSpread: number;
};

/** Random numbers that a hash is made of. */
export const hashSecrets = 6;

/** @param secrets as many random words as {@link hashSecrets} says */
export function createHash(secrets: Uint32Array): Hash {
  const [lowSeed = 0, highSeed = 0, ...factors] = new Int32Array(secrets); // signed, as Math.imul gives them
  // odd: so no bit of what is multiplied is lost
  const [lowFactor = 1, highFactor = 1, lowSpread = 1, highSpread = 1] = factors.map((word) => word | 1);
  return { lowSeed, highSeed, lowFactor, highFactor, lowSpread, highSpread };
}

/** Both words go through a product of their own before they meet: what one changes, the other cannot undo. */
export function hashAddress(hash: Hash, low: number, high: number): number {
  let one = Math.imul(low ^ hash.lowSeed, hash.lowFactor);
  one = Math.imul(one ^ (one >>> 16), hash.lowSpread);
  let other = Math.imul(high ^ hash.highSeed, hash.highFactor);
  other = Math.imul(other ^ (other >>> 16), hash.highSpread);
  const both = one ^ other;
  return both ^ (both >>> 15);
}
