/** The plan that the subtaps were last brought to, so that the next one can be compared with it. */
import { join } from "node:path";
import { readIfThere } from "../output/read-if-there.ts";
import { replaceFileSync } from "../output/replace-file.ts";
import { formatPlan, restorePlan } from "../plan/plan-json.ts";
import type { TapPlan } from "../plan/tap-plan.ts";

const fileName = "applied-plan.json";

/** Null where none was applied, or what stands there is no plan. */
export function readAppliedPlan(state: string): TapPlan | null {
  const text = readIfThere(join(state, fileName));
  if (text === undefined) return null;
  try {
    return restorePlan(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Throws where the state folder cannot be written. What stands there already is not written again. */
export function noteAppliedPlan(state: string, plan: TapPlan): void {
  const path = join(state, fileName);
  const text = `${JSON.stringify(formatPlan(plan), null, 2)}\n`;
  if (readIfThere(path) !== text) replaceFileSync(path, text, 0o640);
}
