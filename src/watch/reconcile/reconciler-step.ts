/**
 * When plan and mirror are compared, when the trampoline is started, and what is said of it, as states and steps. Waits
 * until things have settled, compares, has the trampoline make the difference, looks again. One run at a time; what
 * changes meanwhile is looked at after it.
 */
import { formatChange } from "../../tap/change.ts";
import type { Stepped } from "../machine.ts";
import type { Blocked, Comparison, Different } from "./comparison.ts";
import type {
  Cause,
  ReconcilerEffect,
  ReconcilerEvent,
  ReconcilerState,
  Unseen,
} from "./reconciler-state.ts";
import { getWaitMs, noteBegun, noteFailed, noteHealed, noteMade } from "./retries.ts";

/** So late may a message come about what the trampoline made. */
export const maxLateMs = 10;

type Next = Stepped<ReconcilerState, ReconcilerEffect>;

export function stepReconciler(state: ReconcilerState, event: ReconcilerEvent): Next {
  const { phase } = state;
  if (phase.kind === "stopped") return { state, effects: [] };
  switch (event.kind) {
    case "changed":
      return noteChanged(state, event.cause, event.nowMs);
    case "due":
      if (phase.kind !== "waiting") return { state, effects: [] };
      return { state: { ...state, phase: { kind: "comparing" } }, effects: [{ kind: "compare" }] };
    case "compared":
      return noteCompared(state, event.comparison, event.nowMs);
    case "run ended":
      if (phase.kind !== "applying") return { state, effects: [] };
      return {
        state: { ...state, phase: { ...phase, kind: "checking", run: event.run } },
        effects: [{ kind: "compare" }],
      };
    case "stop":
      return { state: { ...state, phase: { kind: "stopped" } }, effects: [{ kind: "stop waiting" }] };
  }
}

function noteChanged(state: ReconcilerState, cause: Cause, nowMs: number): Next {
  const noted: ReconcilerState = {
    ...state,
    sinceMs: state.sinceMs ?? nowMs,
    cause: cause === "drift" ? state.cause : cause,
  };
  // What was just made is looked for at once: so it is not taken for broken when somebody breaks it again.
  return wait(noted, state.unseen === null ? state.settleMs : 0, nowMs);
}

/** An earlier wait stays. While something is under way it looks at everything as it ends, so nothing is waited for. */
function wait(state: ReconcilerState, delayMs: number, nowMs: number): Next {
  const { phase } = state;
  const untilMs = nowMs + delayMs;
  const isSoonEnough = phase.kind === "waiting" && phase.untilMs <= untilMs;
  if (isSoonEnough || (phase.kind !== "idle" && phase.kind !== "waiting")) return { state, effects: [] };
  return {
    state: { ...state, phase: { kind: "waiting", untilMs } },
    effects: [{ kind: "wait", delayMs }],
  };
}

function noteCompared(state: ReconcilerState, comparison: Comparison | null, nowMs: number): Next {
  const { phase } = state;
  const idle: ReconcilerState = { ...state, phase: { kind: "idle" } };
  if (phase.kind === "comparing") return comparison === null ? stay(idle) : judge(idle, comparison, nowMs);
  if (phase.kind !== "checking") return stay(state);
  const { different, run } = phase;
  if (run.failure !== null) return fail(idle, different, run.failure, nowMs);
  const unseen = { different, run, untilMs: nowMs + maxLateMs, hasLooked: false };
  const doubting = { ...idle, unseen };
  return comparison === null ? stay(doubting) : judge(doubting, comparison, nowMs);
}

function stay(state: ReconcilerState): Next {
  return { state, effects: [] };
}

/** What is to be done about a comparison. */
function judge(state: ReconcilerState, comparison: Comparison, nowMs: number): Next {
  const { unseen } = state;
  if (unseen === null) return decide(state, comparison, nowMs);
  if (comparison.kind === "different" && isAnyMissing(unseen.different, comparison)) {
    return awaitUnseen(state, unseen, comparison, nowMs);
  }
  const mended = noteMended(state, unseen, nowMs);
  const decided = decide(mended.state, comparison, nowMs);
  return { state: decided.state, effects: [...mended.effects, ...decided.effects] };
}

function decide(state: ReconcilerState, comparison: Comparison, nowMs: number): Next {
  switch (comparison.kind) {
    case "same":
      return rest(state);
    case "blocked":
      return block(state, comparison);
    case "different": {
      const waitMs = getWaitMs(state.retries, formatChanges(comparison), nowMs);
      return waitMs > 0 ? wait(state, waitMs, nowMs) : begin(state, comparison, nowMs);
    }
  }
}

/** What was made and is not there is waited for, looked for anew, and then given up. */
function awaitUnseen(state: ReconcilerState, unseen: Unseen, different: Different, nowMs: number): Next {
  const [text = ""] = formatChanges(different);
  if (unseen.hasLooked) {
    return fail({ ...state, unseen: null }, different, `${text} was made and does not hold`, nowMs);
  }
  if (nowMs < unseen.untilMs) return wait(state, unseen.untilMs - nowMs, nowMs);
  return {
    state: { ...state, unseen: { ...unseen, hasLooked: true } },
    effects: [{ kind: "look anew", why: `${text} was made and is not seen` }],
  };
}

function noteMended(state: ReconcilerState, { different, run }: Unseen, nowMs: number): Next {
  const { cause, sinceMs } = state;
  const changes = formatChanges(different);
  const noted =
    cause === "drift"
      ? noteHealed(state.retries, changes, nowMs)
      : { retries: noteMade(state.retries, changes, nowMs), maxRepeated: null };
  const { retries, maxRepeated } = noted;
  const durationMs = nowMs - (sinceMs ?? nowMs);
  return {
    state: { ...state, retries, unseen: null, said: "", sinceMs: null },
    effects: [{ kind: "mended", cause, run, durationMs, maxRepeated }],
  };
}

function rest(state: ReconcilerState): Next {
  const isNews = state.said !== null && state.said !== "";
  return {
    state: { ...state, sinceMs: null, cause: "drift", toConfirm: null, said: "" },
    effects: isNews ? [{ kind: "in sync" }] : [],
  };
}

/** Owner and persistence of a TAP change without a message: what stands in the way is looked at once more before it is reported. */
function block(state: ReconcilerState, { why }: Blocked): Next {
  const blocked = { ...state, sinceMs: null };
  if (state.said === why) return stay(blocked);
  if (state.toConfirm !== why) {
    return {
      state: { ...blocked, toConfirm: why },
      effects: [{ kind: "look anew", why: `to confirm: ${why}` }],
    };
  }
  return { state: { ...blocked, toConfirm: null, said: why }, effects: [{ kind: "blocked", why }] };
}

function fail(state: ReconcilerState, different: Different, why: string, nowMs: number): Next {
  const { retries, pauseMs } = noteFailed(state.retries, formatChanges(different), nowMs);
  const waiting = wait({ ...state, retries, said: why }, pauseMs, nowMs);
  return { state: waiting.state, effects: [{ kind: "failed", why, pauseMs }, ...waiting.effects] };
}

/** Reported while the trampoline works: the healing does not wait for the log. */
function begin(state: ReconcilerState, different: Different, nowMs: number): Next {
  return {
    state: {
      ...state,
      phase: { kind: "applying", different },
      sinceMs: state.sinceMs ?? nowMs,
      retries: noteBegun(state.retries, formatChanges(different), nowMs),
    },
    effects: [
      { kind: "apply", different },
      { kind: "differs", cause: state.cause, changes: different.changes },
    ],
  };
}

function formatChanges({ changes }: Different): string[] {
  return changes.map(formatChange);
}

function isAnyMissing(made: Different, found: Different): boolean {
  const texts = new Set(formatChanges(made));
  return found.changes.some((change) => texts.has(formatChange(change)));
}
