/** One more look at the kernel's whole state some time after the last change: what no message says is seen then. */
import type { Clock } from "./clock.ts";

/** After the last change. */
export const assuranceDelayMs = 1000;

export type Assurance = { readonly noteChanged: () => void; readonly stop: () => void };

/** Runs once nothing has changed for a while; no timer runs where nothing changes. */
export function createAssurance(clock: Clock, run: () => void): Assurance {
  let changedAtMs = 0;
  let cancel: (() => void) | null = null;

  const wait = (delayMs: number) => {
    cancel = clock.later(delayMs, () => {
      const quietMs = clock.now() - changedAtMs;
      cancel = null;
      // A clock that went back says nothing.
      if (quietMs >= assuranceDelayMs || quietMs < 0) run();
      else wait(assuranceDelayMs - quietMs);
    });
  };
  return {
    noteChanged: () => {
      changedAtMs = clock.now();
      if (cancel === null) wait(assuranceDelayMs);
    },
    stop: () => {
      cancel?.();
      cancel = null;
    },
  };
}
