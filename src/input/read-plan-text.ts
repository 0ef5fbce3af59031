/** The plan in the text of a plan.json. */
import { restorePlanText } from "../plan/restore-plan-text.ts";
import type { TapPlan } from "../plan/tap-plan.ts";

/**
 * What says what is wrong takes 20 ms and 4 MB, so it is loaded only where something is.
 *
 * @throws InputError
 */
export async function readPlanText(text: string, file: string): Promise<TapPlan> {
  const plan = restorePlanText(text);
  if (plan !== undefined) return plan;
  const [{ accept }, { parsePlan }] = await Promise.all([
    import("./accept.ts"),
    import("../plan/parse-plan.ts"),
  ]);
  return accept(parsePlan(text, file)).value;
}
