/** Moves between the phases of a life, and what all of them share. */

import { getTimeLimit } from "../session/requests.ts";
import { mplaneTimers } from "../timers.ts";
import type { Access, Action, Life, Phase, Request, Step } from "./life.ts";

/** With each session it is tried anew. */
export const firstAccess: Access = { way: "subscribed session", refusal: "", delivered: null };

export function enterPhase(life: Life, phase: Phase, now: number): Life {
  return { ...life, phase, since: life.phase.name === phase.name ? life.since : now };
}

/** Sends a request that the life waits for; one at a time, besides the watchdog's. */
export function sendRequest(life: Life, request: Request, now: number): Step {
  return {
    life: { ...life, waiting: { request, deadline: now + getTimeLimit(request) } },
    actions: [{ type: "request", request }],
  };
}

/** Ends the session from our side, and dials again after the pause that the reason deserves. */
export function endSession(
  life: Life,
  { reason, refused = false, politely = false }: { reason: string; refused?: boolean; politely?: boolean },
  now: number,
): Step {
  return {
    life: becomeAbsent(life, reason, refused, now),
    actions: [logLine("WARNING", `session ended: ${reason}`), { type: "end", reason, politely }],
  };
}

/** Without a session: nothing waits for a reply, and the alarms are those of before. */
export function becomeAbsent(life: Life, reason: string, refused: boolean, now: number): Life {
  const failures = countFailures(life, refused);
  const isAway = life.phase.name === "greeting" && !refused;
  const dialAt = now + (isAway ? mplaneTimers.dialPauseMs : getDialPause(failures, refused));
  return {
    ...enterPhase(noteLostSession(life), { name: "absent", dialAt, reason, refused }, now),
    watchdog: null,
    waiting: null,
    failures,
    access: firstAccess,
    alarmsAreCurrent: false,
  };
}

/**
 * A Radio Unit that cannot be reached is tried each second, since it may be starting; one that refuses us or dies of what we do is
 * given time.
 */
function countFailures({ phase, failures }: Life, refused: boolean): number {
  if (refused) return failures + 1;
  if (phase.name === "greeting" || phase.name === "absent") return failures;
  return phase.name === "in service" || phase.name === "resetting" ? 0 : failures + 1;
}

function getDialPause(failures: number, refused: boolean): number {
  if (refused) return growPause(mplaneTimers.minRefusedPauseMs, mplaneTimers.maxRefusedPauseMs, failures);
  return growPause(mplaneTimers.dialPauseMs, mplaneTimers.maxDialPauseMs, failures);
}

function noteLostSession(life: Life): Life {
  const { update } = life.pending;
  if (life.phase.name !== "updating" || update === null) return life;
  return {
    ...life,
    pending: { ...life.pending, update: { ...update, lostSessions: update.lostSessions + 1 } },
  };
}

/** Doubles with each failure in a row, up to a bound. */
export function growPause(min: number, max: number, failures: number): number {
  return Math.min(max, min * 2 ** Math.min(16, Math.max(0, failures - 1)));
}

export function addActions({ life, actions }: Step, before: readonly Action[]): Step {
  return { life, actions: [...before, ...actions] };
}

export function logLine(level: "INFO" | "WARNING" | "ERROR", text: string): Action {
  return { type: "log", level, text };
}
