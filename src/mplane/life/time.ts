/** What is due at a moment, and when something is due next. */

import { getTimeLimit } from "../session/requests.ts";
import { mplaneTimers } from "../timers.ts";
import { beginLooking } from "./configuration/looking.ts";
import type { Life, Step } from "./life.ts";
import { endSession } from "./phases.ts";
import { failOverdueUpdate } from "./software/updating.ts";
import { dialWhenDue, warnOfSilence } from "./supervision/connection.ts";
import { resetWhenDue } from "./supervision/watchdog.ts";

/** The first thing that is due; the driver asks again until nothing is. */
export function handleTime(life: Life, now: number): Step {
  return (
    dialWhenDue(life, now) ??
    endOverdue(life, now) ??
    resetWhenDue(life, now) ??
    failOverdueUpdate(life, now) ??
    lookAgain(life, now) ??
    warnOfSilence(life, now) ?? { life, actions: [] }
  );
}

/** When {@link handleTime} has something to do, in milliseconds of the driver's clock; Infinity where never. */
export function getNextTime({ phase, waiting, watchdog, heardAt, warnedOfSilence }: Life): number {
  const times = [
    phase.name === "absent" ? phase.dialAt : Number.POSITIVE_INFINITY,
    phase.name === "configured wrong" ? phase.retryAt : Number.POSITIVE_INFINITY,
    phase.name === "updating" && phase.started ? phase.deadline : Number.POSITIVE_INFINITY,
    waiting?.deadline ?? Number.POSITIVE_INFINITY,
  ];
  if (watchdog !== null) {
    times.push(watchdog.sentAt === null ? watchdog.dueAt : watchdog.sentAt + mplaneTimers.watchdogReplyMs);
    if (!warnedOfSilence) times.push(heardAt + mplaneTimers.silenceMs);
  }
  return Math.min(...times);
}

function endOverdue(life: Life, now: number): Step | undefined {
  if (life.waiting === null || now < life.waiting.deadline) return undefined;
  const { request } = life.waiting;
  return endSession(
    life,
    { reason: `no reply to ${request.kind} within ${getTimeLimit(request) / 1000} s` },
    now,
  );
}

function lookAgain(life: Life, now: number): Step | undefined {
  if (life.phase.name !== "configured wrong" || now < life.phase.retryAt) return undefined;
  return { life: beginLooking(life, now), actions: [] };
}
