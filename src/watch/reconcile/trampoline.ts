/**
 * The trampoline as the reconciler runs it. One is started ahead and waits for its request, so that a drift does not wait for
 * a process to start; the request of a plan is put together once.
 */
import { statSync } from "node:fs";
import type { TapPlan } from "../../plan/tap-plan.ts";
import { type StartedTrampoline, startTrampoline } from "../../tap/trampoline/run-trampoline.ts";
import { checkOutcome } from "../../tap/trampoline/trampoline-outcome.ts";
import { formatTrampolineRequest } from "../../tap/trampoline/trampoline-request.ts";
import type { Run } from "./reconciler-state.ts";

export type Trampoline = {
  /** Starts one ahead: where subtaps are planned, one will be needed. */
  readonly prepare: () => void;
  /** Asks for the plan's subtaps; never rejects. */
  readonly apply: (plan: TapPlan, down: ReadonlySet<string>) => Promise<Run>;
  /** Sends away the one that waits, and starts none any more; a run under way goes on. */
  readonly close: () => Promise<void>;
};

/** @param path of the trampoline's executable */
export function createTrampoline(path: string): Trampoline {
  const requestOf = createRequestMaker();
  let ahead: Ahead | null = null;
  let closed = false;

  const startAhead = () => {
    if (!closed && ahead === null) ahead = { version: readVersion(path), trampoline: startTrampoline(path) };
  };
  const take = async (): Promise<StartedTrampoline> => {
    const waiting = ahead;
    ahead = null;
    if (waiting === null || waiting.trampoline.isGone()) return startTrampoline(path);
    if (waiting.version === readVersion(path)) return waiting.trampoline;
    // The program was built anew or given its capability meanwhile.
    await waiting.trampoline.dismiss();
    return startTrampoline(path);
  };
  return {
    prepare: startAhead,
    apply: async (plan, down) => {
      try {
        const request = requestOf(plan, down);
        const outcome = await (await take()).give(request);
        return { changes: outcome.changes, failure: findFailure(() => checkOutcome(outcome, path)) };
      } catch (error) {
        return { changes: [], failure: (error as Error).message };
      } finally {
        startAhead();
      }
    },
    close: async () => {
      closed = true;
      await ahead?.trampoline.dismiss();
    },
  };
}

type Ahead = { readonly version: string; readonly trampoline: StartedTrampoline };

/** Which program stands there: its file, and when that or its capability was changed last. */
function readVersion(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.dev} ${stat.ino} ${stat.mtimeMs} ${stat.ctimeMs}`;
}

function createRequestMaker(): (plan: TapPlan, down: ReadonlySet<string>) => string {
  let last: { readonly plan: TapPlan; readonly names: string; readonly request: string } | null = null;
  return (plan, down) => {
    const names = [...down].join(" ");
    if (last === null || last.plan !== plan || last.names !== names) {
      last = { plan, names, request: formatTrampolineRequest(plan, down) };
    }
    return last.request;
  };
}

function findFailure(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
