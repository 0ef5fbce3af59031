/** From nothing to a supervised session, and back. */
import { formatRpcError, type RpcError } from "../../../netconf/rpc.ts";
import { mplaneTimers } from "../../timers.ts";
import type { Life, LifeEvent, Step, Wanted } from "../life.ts";
import {
  addActions,
  becomeAbsent,
  endSession,
  enterPhase,
  firstAccess,
  logLine,
  sendRequest,
} from "../phases.ts";
import { sendReset } from "./watchdog.ts";

/** A life that begins: absent, and about to dial. */
export function startDialling(wanted: Wanted, now: number): Life {
  return {
    phase: { name: "absent", dialAt: now, reason: "not connected yet", refused: false },
    since: now,
    wanted,
    watchdog: null,
    waiting: null,
    seen: {
      isOnAir: false,
      inventory: null,
      inventoryAt: null,
      serialNumber: null,
      restartCause: null,
    },
    access: firstAccess,
    firmware: "untried",
    differences: { processingElement: [], userPlane: [] },
    confirmedAt: null,
    alarms: new Map(),
    alarmsAreCurrent: false,
    heardAt: now,
    warnedOfSilence: false,
    failures: 0,
    pending: { reset: false, configure: false, update: null },
  };
}

export function handleHello(
  life: Life,
  { notifications, interleave }: Extract<LifeEvent, { type: "hello" }>,
  now: number,
): Step {
  if (life.phase.name !== "greeting") return { life, actions: [] };
  if (!notifications) {
    const reason = "the Radio Unit cannot send notifications, so it cannot be supervised";
    return endSession(life, { reason, refused: true, politely: true }, now);
  }
  const step = sendRequest(
    enterPhase({ ...life, heardAt: now }, { name: "subscribing" }, now),
    { kind: "subscribe" },
    now,
  );
  if (interleave) return step;
  return addActions(step, [
    logLine("WARNING", "no capability interleave: requests beside the subscription may be refused"),
  ]);
}

/** A subscribed session without watchdog resets makes the Radio Unit restart: the first one goes out at once. */
export function handleSubscribed(life: Life, errors: readonly RpcError[], now: number): Step {
  if (errors.length > 0) {
    const reason = `create-subscription was refused: ${errors.map(formatRpcError).join("; ")}`;
    return endSession(life, { reason, refused: true, politely: true }, now);
  }
  const supervised = enterPhase(
    { ...life, watchdog: { dueAt: now, sentAt: null, lost: 0 } },
    { name: "supervised" },
    now,
  );
  return sendReset(supervised, now);
}

export function handleLost(
  life: Life,
  { reason, refused }: Extract<LifeEvent, { type: "lost" }>,
  now: number,
): Step {
  if (life.phase.name === "absent") return { life, actions: [] };
  const absent = becomeAbsent(life, reason, refused, now);
  // what cannot be reached is tried often, and said once
  const isNews = life.phase.name !== "greeting" || refused;
  return { life: absent, actions: isNews ? [logLine("WARNING", `session lost: ${reason}`)] : [] };
}

/** @returns undefined where it is not time to dial */
export function dialWhenDue(life: Life, now: number): Step | undefined {
  if (life.phase.name !== "absent" || now < life.phase.dialAt) return undefined;
  return { life: enterPhase(life, { name: "greeting" }, now), actions: [{ type: "dial" }] };
}

/** Says once that nothing was heard for long; as long as resets are answered that is no loss. */
export function warnOfSilence(life: Life, now: number): Step | undefined {
  if (life.watchdog === null || life.warnedOfSilence || now < life.heardAt + mplaneTimers.silenceMs)
    return undefined;
  const text = `no notification for ${mplaneTimers.silenceMs / 1000} s`;
  return { life: { ...life, warnedOfSilence: true }, actions: [logLine("WARNING", text)] };
}
