/** The switch beside its model: random configurations, links, times and frames. One of `count` is a life of a switch. */
import { compareRandomly } from "../test/vlan/find-differences.ts";
import type { Order, Result } from "./soak.ts";

/** About 100 frames each. */
export const count = 5_000;

export async function run({ seed, count }: Order): Promise<Result> {
  const { frames, difference } = await compareRandomly(seed, count);
  return {
    passed: difference === null ? count : 0,
    failures: difference === null ? [] : [difference],
    figures: [`${frames} frames went the model's way`],
  };
}
