/** The plan that a check is about, read from the file that an option names; `-` is standard input. */
import { processTerminal } from "../console/terminal.ts";
import { readPlanText } from "../input/read-plan-text.ts";
import { readText } from "../input/read-text.ts";
import type { TapPlan } from "../plan/tap-plan.ts";

/** Throws an InputError. */
export function readGivenPlan(file: string): Promise<TapPlan> {
  return readPlanText(readText(processTerminal(), file), file);
}
