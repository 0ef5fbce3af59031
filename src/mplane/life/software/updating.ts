/** Software of a Radio Unit, step by step by its own events; its inventory tells how far things are. */
import { namespaces } from "../../../netconf/namespaces.ts";
import { formatRpcError, type RpcReply } from "../../../netconf/rpc.ts";
import { getChildText, type XmlElement } from "../../../netconf/xml/element.ts";
import { planUpdate, type UpdatePlan, type UpdateStep } from "../../software/update-plan.ts";
import { mplaneTimers } from "../../timers.ts";
import type { FirmwareState, Life, Request, Step, Update } from "../life.ts";
import { enterPhase, logLine } from "../phases.ts";
import { isOnAir } from "./wish.ts";

/** Sessions that one update may lose. */
const maxLostSessions = 2;

/** The first step of an update that is wanted, or why there is none; the wish is gone then. */
export function beginUpdate(life: Life, update: Update, now: number): Step {
  const { inventory } = life.seen;
  if (inventory === null) return endFailedUpdate(life, "the Radio Unit does not tell its software");
  const decision = planUpdate(inventory, update.file, update.version);
  if (decision.kind === "done") return finish(life, decision.version);
  if (update.wasReset) return endFailedUpdate(life, "the Radio Unit restarted with its old software");
  if (decision.kind === "impossible") return endFailedUpdate(life, decision.reason);
  if (update.lostSessions > maxLostSessions)
    return endFailedUpdate(life, `the session was lost ${update.lostSessions} times on the way`);
  if (update.wasActivated && decision.plan.step !== "reset")
    return endFailedUpdate(life, "the slot is not active after its activation");
  if (isOnAir(life) && !update.evenIfActive) return waitForInactive(life, update);
  const { step, slot } = decision.plan;
  return {
    life: enterStep(life, decision.plan, now),
    actions: [logLine("INFO", `software: ${step}, slot ${slot}`)],
  };
}

/** The request of the step that an update stands at; undefined once it went out. */
export function getUpdateRequest({ phase }: Life): Request | undefined {
  if (phase.name !== "updating" || phase.started) return undefined;
  const { plan } = phase;
  return plan.step === "reset" ? { kind: "reset" } : { kind: plan.step, plan };
}

/** STARTED, or why not. A fast Radio Unit may have sent the event before. */
export function takeStartReply(
  life: Life,
  step: UpdateStep,
  { errors, content }: RpcReply,
  now: number,
): Step {
  if (life.phase.name !== "updating" || life.phase.plan.step !== step) return { life, actions: [] };
  const refusals = errors.map(formatRpcError);
  if (content.find(({ name }) => name === "status")?.text === "FAILED") {
    refusals.push(content.find(({ name }) => name === "error-message")?.text ?? "FAILED");
  }
  if (refusals.length > 0) return endFailedUpdate(life, `${step} was refused: ${refusals.join("; ")}`);
  const seconds = Number(content.find(({ name }) => name === "notification-timeout")?.text ?? 0);
  const limit = Math.max(mplaneTimers.minSoftwareEventMs, Number.isFinite(seconds) ? seconds * 1000 : 0);
  return { life: { ...life, phase: { ...life.phase, deadline: now + limit } }, actions: [] };
}

const eventOf: Readonly<Record<string, UpdateStep>> = {
  "download-event": "download",
  "install-event": "install",
  "activation-event": "activate",
};

/** The end of a step, by its event; the step that follows. */
export function takeSoftwareEvent(life: Life, event: XmlElement, now: number): Step {
  const step = event.namespace === namespaces.softwareManagement ? eventOf[event.name] : undefined;
  if (step === undefined || life.phase.name !== "updating" || life.phase.plan.step !== step)
    return { life, actions: [] };
  const status = getChildText(event, "status") ?? "no status";
  if (status !== "COMPLETED")
    return endFailedUpdate(
      life,
      `${step} failed: ${[status, getChildText(event, "error-message")].filter(Boolean).join(": ")}`,
    );
  const line = logLine("INFO", `software: ${step} completed`);
  if (step === "activate")
    return { life: readInventoryAgain(noteUpdate(life, { wasActivated: true }), now), actions: [line] };
  const next: UpdateStep = step === "download" ? "install" : "activate";
  return { life: enterStep(life, { ...life.phase.plan, step: next }, now), actions: [line] };
}

/** @returns undefined where nothing is overdue */
export function failOverdueUpdate(life: Life, now: number): Step | undefined {
  if (life.phase.name !== "updating" || !life.phase.started || now < life.phase.deadline) return undefined;
  return endFailedUpdate(life, `${life.phase.plan.step} did not end in time`);
}

/** Notes how far an update came, for the sessions that follow; without an update there is nothing to note. */
export function noteUpdate(life: Life, note: Partial<Pick<Update, "wasActivated" | "wasReset">>): Life {
  const { update } = life.pending;
  return update === null ? life : { ...life, pending: { ...life.pending, update: { ...update, ...note } } };
}

/** An update that cannot go on. */
export function failUpdate(life: Life): Life {
  return endWish(life, "failed");
}

function dropUpdate(life: Life): Life {
  return { ...life, pending: { ...life.pending, update: null } };
}

function enterStep(life: Life, plan: UpdatePlan, now: number): Life {
  const deadline = now + mplaneTimers.minSoftwareEventMs;
  return { ...enterPhase(life, { name: "updating", plan, started: false, deadline }, now), waiting: null };
}

/** After an activation the inventory has to say that the slot is valid and active; a restart follows only then. */
function readInventoryAgain(life: Life, now: number): Life {
  return {
    ...enterPhase(life, { name: "looking", questions: ["get-inventory"], afterEdit: false }, now),
    waiting: null,
  };
}

/** What the parameters want is compared at each look, and said once. */
function finish(life: Life, version: string): Step {
  const isNews = life.pending.update?.fromParameters !== true || life.firmware !== "done";
  return {
    life: endWish(life, "done"),
    actions: isNews ? [logLine("INFO", `the software is ${version}`)] : [],
  };
}

function endFailedUpdate(life: Life, reason: string): Step {
  const ended = endWish(endUpdatePhase(life), "failed");
  return { life: ended, actions: [logLine("ERROR", `software: ${reason}`)] };
}

/** An operator has to say that the air may be lost; what the parameters want waits until it is off. */
function waitForInactive(life: Life, update: Update): Step {
  if (!update.fromParameters)
    return endFailedUpdate(life, "its carriers are ACTIVE, and nobody said to take them off the air");
  const text = "software: the update waits until the carriers are INACTIVE";
  return {
    life: endWish(life, "waiting"),
    actions: life.firmware === "waiting" ? [] : [logLine("INFO", text)],
  };
}

/** The update is over; one of the parameters leaves word of how it ended. */
function endWish(life: Life, firmware: FirmwareState): Life {
  return { ...dropUpdate(life), firmware: life.pending.update?.fromParameters ? firmware : life.firmware };
}

/** What was read before the update is compared again. */
function endUpdatePhase(life: Life): Life {
  if (life.phase.name !== "updating") return life;
  return { ...life, phase: { name: "looking", questions: [], afterEdit: false }, waiting: null };
}
