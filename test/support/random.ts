/** Words of 32 bits, the same for the same seed (xorshift32 of Marsaglia, Xorshift RNGs, 2003). */
export function createRandom(seed: number): () => number {
  let state = (seed ^ 0x9e37_79b9) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}
