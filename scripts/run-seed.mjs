import { randomInt } from "node:crypto";

/** The seed of all random choices of one test run: ORS_SEED where it is set, else drawn once for this process. */
export function runSeed() {
  process.env.ORS_SEED ??= String(randomInt(1, 2 ** 31));
  const seed = Number(process.env.ORS_SEED);
  if (Number.isInteger(seed) && seed >= 1 && seed < 2 ** 31) return seed;
  throw new Error(`ORS_SEED "${process.env.ORS_SEED}" is not a whole number from 1 to ${2 ** 31 - 1}`);
}
