/** Where a life comes to rest: in service, or configured wrong until it is tried again. */
import { mplaneTimers } from "../../timers.ts";
import type { Life, Step } from "../life.ts";
import { enterPhase, growPause, logLine } from "../phases.ts";

export function enterService(life: Life, now: number): Step {
  const served: Life = {
    ...enterPhase(life, { name: "in service" }, now),
    waiting: null,
    failures: 0,
    confirmedAt: now,
  };
  return {
    life: served,
    actions: [logLine("INFO", "in service: the configuration was read back and is as wanted")],
  };
}

/** Stays supervised, says why, and tries again after a pause that grows. */
export function becomeWrong(life: Life, problems: readonly string[], now: number): Step {
  const failures = life.failures + 1;
  const pause = growPause(mplaneTimers.minRetryPauseMs, mplaneTimers.maxRetryPauseMs, failures);
  return {
    life: {
      ...enterPhase(life, { name: "configured wrong", problems, retryAt: now + pause }, now),
      waiting: null,
      failures,
    },
    actions: problems.map((problem) => logLine("ERROR", problem)),
  };
}
