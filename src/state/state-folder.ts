/** Where the watch keeps its state. */
import { dirname, join } from "node:path";

export type StateOptions = {
  readonly state: string | undefined;
  readonly plan: string | undefined;
  readonly instance: string | undefined;
};

/**
 * The folder that is asked for; else `../var` seen from the folder that `ors render` writes plan.json to, or `var`
 * beside the instance's file, or `var` here.
 */
export function getStateFolder({ state, plan, instance }: StateOptions): string {
  if (state !== undefined) return state;
  if (plan !== undefined) return join(dirname(plan), "..", "var");
  return instance === undefined || instance === "-" ? "var" : join(dirname(instance), "var");
}
