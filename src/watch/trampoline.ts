/** The trampoline as the keeper runs it: never throws, and the request of a plan is put together once. */
import type { TapPlan } from "../address/tap-plan.ts";
import { runTrampoline } from "../tap/run-trampoline.ts";
import { checkOutcome } from "../tap/trampoline-outcome.ts";
import { trampolineRequest } from "../tap/trampoline-request.ts";
import type { Run } from "./keeper.ts";

export type Apply = (plan: TapPlan, down: ReadonlySet<string>) => Promise<Run>;

/** @param path of the trampoline's executable */
export function createApply(path: string): Apply {
  let last: { readonly plan: TapPlan; readonly names: string; readonly request: string } | null = null;
  const requestOf = (plan: TapPlan, down: ReadonlySet<string>): string => {
    const names = [...down].join(" ");
    if (last === null || last.plan !== plan || last.names !== names) {
      last = { plan, names, request: trampolineRequest(plan, down) };
    }
    return last.request;
  };
  return async (plan, down) => {
    try {
      const outcome = await runTrampoline(path, requestOf(plan, down));
      return { changes: outcome.changes, failure: failureOf(() => checkOutcome(outcome, path)) };
    } catch (error) {
      return { changes: [], failure: (error as Error).message };
    }
  };
}

function failureOf(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
