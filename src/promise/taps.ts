/** Whether the kernel has the subtaps that the plan wants. */
import type { TapPlan } from "../plan/tap-plan.ts";
import { formatDifference, formatRefusal } from "../tap/change.ts";
import { difference } from "../tap/difference.ts";
import { type KernelState, readKernelState } from "../tap/kernel-state.ts";
import { fails, holds, inOneLine, type Verdict } from "./verdict.ts";

/**
 * @param down names of subtaps that an operator has taken down
 * @param state what the kernel has
 */
export function checkTaps(
  plan: TapPlan,
  down: ReadonlySet<string>,
  state: KernelState = readKernelState(),
): Verdict {
  if (plan.slaptap === null) return fails("the node gives this partition no TAP: run `slapos node format`");
  const { changes, refusals } = difference(plan, down, state);
  if (refusals.length > 0) return fails(inOneLine(refusals.map(formatRefusal)));
  if (changes.length > 0)
    return fails(
      `${inOneLine(changes.map(formatDifference))}: \`ors apply\` or \`slapos node instance\` mends it`,
    );
  return holds(plan.taps.length === 0 ? "no TAP is needed" : `${plan.taps.length} TAPs are as planned`);
}
