/** The plan that the watch follows, read anew when its file changes. */
import { InputError } from "../issue/exit-code.ts";
import { formatIssue } from "../issue/format.ts";
import type { TapPlan } from "../plan/tap-plan.ts";

/** A plan, or why there is none. */
export type ReadPlan = { readonly plan: TapPlan } | { readonly problem: string };

/** Returns what reads the plan: one reading at a time, and what is asked for meanwhile is one more after it. */
export function createPlanReader(read: () => Promise<TapPlan>, done: (result: ReadPlan) => void): () => void {
  let isReading = false;
  let again = false;
  const run = async (): Promise<void> => {
    isReading = true;
    do {
      again = false;
      done(await read().then((plan) => ({ plan }), describeProblem));
    } while (again);
    isReading = false;
  };
  return () => {
    if (isReading) again = true;
    else void run();
  };
}

function describeProblem(error: unknown): ReadPlan {
  if (error instanceof InputError) return { problem: error.issues.map(formatIssue).join("; ") };
  return { problem: error instanceof Error ? error.message : String(error) };
}
