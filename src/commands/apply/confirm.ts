/** `--confirm-within`: what was applied stays only if somebody says so in time. */
import { FailureError } from "../../issue/exit-code.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import { readAppliedPlan } from "../../state/applied-plan.ts";
import { applyPlan } from "../../tap/apply-plan.ts";

/**
 * The plan to go back to: the one that was applied before, or none where not one of the subtaps is there. Throws a
 * FailureError where subtaps are there that no noted plan explains.
 */
export async function findPlanBefore(state: string, plan: TapPlan): Promise<TapPlan> {
  const before = readAppliedPlan(state);
  if (before !== null) return before;
  const { changes } = await applyPlan(plan, { dryRun: true });
  const created = changes.filter(({ verb, what }) => verb === "created" && what === "link").length;
  const wanted = plan.taps.filter(({ name }) => name !== plan.slaptap).length;
  const isFresh = created === wanted && !changes.some(({ verb }) => verb === "removed");
  if (isFresh) return { ...plan, taps: [] };
  throw new FailureError(
    `${state}: no plan is noted there to go back to: apply once without --confirm-within`,
  );
}

/** Whether a line comes from standard input in time; its end without one is no. */
export function awaitConfirmation(seconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isConfirmed: boolean) => {
      clearTimeout(timer);
      process.stdin.off("data", onData).off("end", onEnd).pause();
      resolve(isConfirmed);
    };
    const onData = () => settle(true);
    const onEnd = () => settle(false);
    const timer = setTimeout(() => settle(false), seconds * 1000);
    process.stdin.on("data", onData).on("end", onEnd).resume();
  });
}
