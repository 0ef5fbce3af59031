/**
 * What a Radio Unit's life does at an event: pure, so that every life can be tried without a Radio Unit. The driver
 * performs the actions, and comes back with `time` at {@link getNextTime}.
 */

import type { Life, LifeEvent, Step } from "./life.ts";
import { handleNotification } from "./notified.ts";
import { addActions } from "./phases.ts";
import { proceed } from "./proceed.ts";
import { handleReply } from "./replied.ts";
import { handleHello, handleLost } from "./supervision/connection.ts";
import { handleTime } from "./time.ts";
import { handleAsked, handleWanted } from "./wanted.ts";

/** @param now milliseconds of a clock that does not jump */
export function step(life: Life, event: LifeEvent, now: number): Step {
  const handled = handle(life, event, now);
  return addActions(proceed(handled.life, now), handled.actions);
}

function handle(life: Life, event: LifeEvent, now: number): Step {
  switch (event.type) {
    case "time":
      return handleTime(life, now);
    case "hello":
      return handleHello(life, event, now);
    case "lost":
      return handleLost(life, event, now);
    case "reply":
      return handleReply(life, event, now);
    case "notification":
      return handleNotification(life, event.notification, now);
    case "wanted":
      return handleWanted(life, event.wanted, now);
    case "asked":
      return handleAsked(life, event.asked);
  }
}
