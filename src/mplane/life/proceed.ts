/** What a life does next while nothing that it asked for is under way. */

import { formatConfigurationDifference } from "../compare-configuration.ts";
import { isDeliveredUnread, settleUnread } from "./configuration/access.ts";
import { beginConfiguring, getConfigText } from "./configuration/configuring.ts";
import { beginLooking, beginReadingBack } from "./configuration/looking.ts";
import { becomeWrong, enterService } from "./configuration/settled.ts";
import type { EditStep, Life, Question, Request, Step } from "./life.ts";
import { addActions, enterPhase, logLine, sendRequest } from "./phases.ts";
import { beginUpdate, getUpdateRequest, noteUpdate } from "./software/updating.ts";
import { canFirmwareBegin } from "./software/wish.ts";

/** Goes on until a request is under way or the life has come to rest. */
export function proceed(life: Life, now: number): Step {
  if (life.waiting !== null || life.watchdog === null) return { life, actions: [] };
  const request = getNextRequest(life);
  if (request !== undefined) return sendNext(life, request, now);
  const moved = moveOn(life, now);
  if (moved === undefined) return { life, actions: [] };
  return addActions(proceed(moved.life, now), moved.actions);
}

function getNextRequest(life: Life): Request | undefined {
  const { phase } = life;
  if (phase.name === "looking" && phase.questions[0] !== undefined)
    return makeQuestion(life, phase.questions[0]);
  if (phase.name === "configuring" && phase.steps[0] !== undefined) return makeEdit(life, phase.steps[0]);
  return getUpdateRequest(life);
}

function makeQuestion({ access }: Life, kind: Question): Request {
  if (kind !== "get-processing-elements" && kind !== "get-user-plane") return { kind };
  return { kind, aside: access.way === "aside" };
}

function makeEdit({ wanted, access }: Life, step: EditStep): Request {
  const config = getConfigText(wanted, step);
  return { kind: "edit-config", step, config, aside: access.way !== "subscribed session" };
}

function sendNext(life: Life, request: Request, now: number): Step {
  const step = sendRequest(noteSent(life, request, now), request, now);
  if (request.kind !== "edit-config") return step;
  return addActions(step, [logLine("INFO", `delivering the ${request.step}`)]);
}

function noteSent(life: Life, request: Request, now: number): Life {
  if (request.kind === "reset") {
    const noted = life.phase.name === "updating" ? noteUpdate(life, { wasReset: true }) : life;
    return enterPhase(noted, { name: "resetting" }, now);
  }
  return life.phase.name === "updating" ? { ...life, phase: { ...life.phase, started: true } } : life;
}

/** @returns undefined where the life has come to rest */
function moveOn(life: Life, now: number): Step | undefined {
  switch (life.phase.name) {
    case "looking":
      return decide(life, life.phase.afterEdit, now);
    case "configuring":
      return { life: beginReadingBack(life, now), actions: [] };
    case "in service":
    case "configured wrong":
      return startPending(life, now);
    default:
      return undefined;
  }
}

/** Everything is read: an update comes first, then what differs is delivered, once. */
function decide(life: Life, afterEdit: boolean, now: number): Step {
  const { update } = life.pending;
  if (!afterEdit && update !== null) return beginUpdate(life, update, now);
  if (life.access.way === "refused") {
    if (isDeliveredUnread(life)) return settleUnread(life, now);
    return { life: beginConfiguring(life, now), actions: [] };
  }
  const differences = [...life.differences.processingElement, ...life.differences.userPlane];
  if (differences.length === 0) return enterService(life, now);
  if (afterEdit) return becomeWrong(life, differences.map(formatConfigurationDifference), now);
  return { life: beginConfiguring(life, now), actions: [] };
}

function startPending(life: Life, now: number): Step | undefined {
  const { reset, configure, update } = life.pending;
  if (reset) {
    const pending = { ...life.pending, reset: false };
    return sendNext({ ...life, pending }, { kind: "reset" }, now);
  }
  if (!configure && update === null && !canFirmwareBegin(life)) return undefined;
  return {
    life: beginLooking({ ...life, pending: { ...life.pending, configure: false } }, now),
    actions: [],
  };
}
