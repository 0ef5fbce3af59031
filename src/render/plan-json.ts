/** plan.json: the split of the SlapOS TAP, for `ors apply --plan` and for people. */
import { formatPlan } from "../plan/plan-json.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import { planJsonFileName } from "./file-name.ts";
import { makeRenderedFile, type RenderedFile } from "./rendered-file.ts";

export function renderPlanJson(plan: TapPlan): RenderedFile {
  return makeRenderedFile(planJsonFileName, 0o640, () => `${JSON.stringify(formatPlan(plan), null, 2)}\n`);
}
