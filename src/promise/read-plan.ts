/** The plan that a check is about, read from the file that an option names; `-` is standard input. */
import { processTerminal } from "../console/terminal.ts";
import { readText } from "../input/read-text.ts";
import { restorePlan } from "../plan/plan-json.ts";
import type { TapPlan } from "../plan/tap-plan.ts";

/**
 * Throws an InputError. The parser that says what is wrong takes 4 MB in a process that lives for months, so it is
 * loaded only where something is wrong.
 */
export async function readGivenPlan(file: string): Promise<TapPlan> {
  const text = readText(processTerminal(), file);
  try {
    return restorePlan(JSON.parse(text));
  } catch {
    const [{ accept }, { parsePlan }] = await Promise.all([
      import("../input/accept.ts"),
      import("../plan/parse-plan.ts"),
    ]);
    return accept(parsePlan(text, file)).value;
  }
}
