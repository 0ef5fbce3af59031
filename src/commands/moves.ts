/** What a command's plan changes for Radio Units, beside the plan that was rendered or applied before. */
import { join } from "node:path";
import { readIfThere } from "../output/read-if-there.ts";
import { comparePlans, type TapMove } from "../plan/compare-plans.ts";
import { restorePlanText } from "../plan/restore-plan-text.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import { readAppliedPlan } from "../state/applied-plan.ts";

/** Beside the plan that was last applied, or else last rendered beside the state folder; none where there is neither. */
export function findMoves(state: string, plan: TapPlan): TapMove[] {
  return compareWith(readAppliedPlan(state) ?? readRenderedPlan(join(state, "..", "etc")), plan);
}

/** Beside the plan.json that stands in a folder of rendered files. */
export function findMovesInFolder(folder: string, plan: TapPlan): TapMove[] {
  return compareWith(readRenderedPlan(folder), plan);
}

function compareWith(before: TapPlan | null, after: TapPlan): TapMove[] {
  return before === null ? [] : comparePlans(before, after);
}

function readRenderedPlan(folder: string): TapPlan | null {
  const text = readIfThere(join(folder, "plan.json"));
  return text === undefined ? null : (restorePlanText(text) ?? null);
}
