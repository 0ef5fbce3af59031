/** Resets of the Radio Unit's watchdog: without them it restarts itself (o-ran-supervision). */
import type { RpcError } from "../../../netconf/rpc.ts";
import { formatRpcError } from "../../../netconf/rpc.ts";
import type { XmlElement } from "../../../netconf/xml/element.ts";
import { mplaneTimers } from "../../timers.ts";
import { beginLooking } from "../configuration/looking.ts";
import type { Life, Step, Watchdog } from "../life.ts";
import { addActions, endSession, logLine } from "../phases.ts";

export function sendReset(life: Life, now: number): Step {
  if (life.watchdog === null) return { life, actions: [] };
  const watchdog: Watchdog = { ...life.watchdog, sentAt: now };
  return { life: { ...life, watchdog }, actions: [{ type: "request", request: { kind: "reset-watchdog" } }] };
}

/** The Radio Unit asks for a reset; one that is under way is the answer. */
export function handleSupervisionNotification(life: Life, now: number): Step {
  return life.watchdog?.sentAt === null ? sendReset(life, now) : { life, actions: [] };
}

/** A reply is good if it has neither an rpc-error nor an `error-message`: servers without code for it answer `ok`. */
export function handleResetReply(
  life: Life,
  errors: readonly RpcError[],
  content: readonly XmlElement[],
  now: number,
): Step {
  const { watchdog } = life;
  if (watchdog === null || watchdog.sentAt === null) return { life, actions: [] };
  const refusals = [
    ...errors.map(formatRpcError),
    ...content.filter(({ name }) => name === "error-message").map(({ text }) => text),
  ];
  if (refusals.length > 0) return handleLostReset(life, `was refused: ${refusals.join("; ")}`, now);
  const dueAt = watchdog.sentAt + mplaneTimers.supervisionIntervalMs;
  const good: Life = { ...life, watchdog: { dueAt, sentAt: null, lost: 0 } };
  return { life: good.phase.name === "supervised" ? beginLooking(good, now) : good, actions: [] };
}

/** @returns undefined where nothing is due */
export function resetWhenDue(life: Life, now: number): Step | undefined {
  const { watchdog } = life;
  if (watchdog === null) return undefined;
  if (watchdog.sentAt !== null) {
    if (now < watchdog.sentAt + mplaneTimers.watchdogReplyMs) return undefined;
    return handleLostReset(life, `had no reply within ${mplaneTimers.watchdogReplyMs / 1000} s`, now);
  }
  return now < watchdog.dueAt ? undefined : sendReset(life, now);
}

/** The next one goes out at once: both have to fit into the guard time. */
function handleLostReset(life: Life, how: string, now: number): Step {
  const lost = (life.watchdog?.lost ?? 0) + 1;
  const line = logLine("WARNING", `the watchdog reset ${how}`);
  if (lost >= mplaneTimers.maxLostResets) {
    return addActions(endSession(life, { reason: `${lost} watchdog resets in a row were lost` }, now), [
      line,
    ]);
  }
  return addActions(sendReset({ ...life, watchdog: { dueAt: now, sentAt: null, lost } }, now), [line]);
}
