/** What must change between what a plan wants and what the kernel has; the trampoline decides the same. */

import type { TapPlan } from "../plan/tap-plan.ts";
import type { Change, Refusal } from "./change.ts";
import { compareTaps } from "./compare-taps.ts";
import type { KernelState } from "./kernel-state.ts";
import { explainNotOwn } from "./own-subtap.ts";
import { checkRules, refuseMissing } from "./rules.ts";
import { makeSnapshot, type Snapshot } from "./snapshot.ts";
import { checkWantedTaps, type WantedTap } from "./wanted-tap.ts";

export type Difference = {
  /**
   * In the order in which the trampoline prints them. Empty where something is refused, with one exception: without a
   * range, what exists of subtaps that are all wanted down is set down, and the range is asked for.
   */
  readonly changes: readonly Change[];
  readonly refusals: readonly Refusal[];
  /** Links named like a subtap that nobody wants and that are not the user's: `slaptap16-7 is not a TAP`. */
  readonly leftAlone: readonly string[];
};

/**
 * Compares a plan with the kernel's state. With one CPRI Radio Unit or none no subtap is wanted, and those that are
 * left over go; without a slaptap there is nothing to compare.
 *
 * @param down names of subtaps that are kept but not up
 * @param user who asks; by default the slaptap's owner, so that everybody can see what is to be done, and where there
 *   is not a slaptap, whoever read the state
 */
export function compareWithKernel(
  plan: TapPlan,
  down: ReadonlySet<string>,
  state: KernelState,
  user: number | null = null,
): Difference {
  if (plan.slaptap === null) return { changes: [], refusals: [], leftAlone: [] };
  const wanted = checkWantedTaps(plan, down);
  if ("exitCode" in wanted) return { changes: [], refusals: [wanted], leftAlone: [] };
  const snapshot = makeSnapshot(state, plan.slaptap);
  const asking = user ?? snapshot.slaptap?.tun?.owner ?? state.user;
  const leftAlone = findLeftAlone(wanted, snapshot, asking);
  const refusals = checkRules(plan.slaptap, wanted, snapshot, asking);
  if (refusals.length > 0) return { changes: [], refusals, leftAlone };
  const missing = refuseMissing(plan.slaptap, wanted, snapshot);
  const compared = compareTaps(plan.slaptap, wanted, snapshot, asking, missing === null);
  return Array.isArray(compared)
    ? { changes: compared, refusals: missing === null ? [] : [missing], leftAlone }
    : { changes: [], refusals: [compared], leftAlone };
}

function findLeftAlone(wanted: readonly WantedTap[], snapshot: Snapshot, user: number): string[] {
  const numbers = new Set(wanted.map(({ number }) => number));
  const unwanted = [...snapshot.numbered]
    .filter(([number]) => !numbers.has(number))
    .sort(([a], [b]) => a - b);
  return unwanted.flatMap(([, named]) => {
    const why = explainNotOwn(named, user);
    return why === null ? [] : [`${named.name} ${why}`];
  });
}
