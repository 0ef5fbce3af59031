/**
 * When the mirror may be trusted, as states and steps. After every loss the kernel's state is dumped anew, after a pause
 * that grows where one loss follows another.
 */
import type { Stepped } from "../machine.ts";
import type { Scope } from "./mirror-index.ts";

export type SyncState<Mirror> = {
  readonly phase: Phase<Mirror>;
  /** What the mirror shall be of. */
  readonly scope: Scope;
  /** Dumps begun: what comes of an earlier one is void. */
  readonly dumps: number;
  /** Dumps that ended in a mirror. */
  readonly resynchronisations: number;
  readonly losses: number;
  readonly lostAtMs: number;
  /** The pause after the last loss. */
  readonly pauseMs: number;
  /** Who waits until everything is in the mirror; nobody but while it is kept by messages. */
  readonly catchUps: readonly CatchUp[];
};

type Phase<Mirror> =
  /** Messages are of no use: the dump has not begun. */
  | { readonly kind: "pausing"; readonly why: string }
  /** Messages wait: they come on top of the dump. */
  | { readonly kind: "dumping"; readonly why: string }
  /** Each message goes into the mirror. */
  | { readonly kind: "following"; readonly mirror: Mirror }
  | { readonly kind: "stopped" };

/** Who is to be called back, and whether the socket was read to its end since it was asked for. */
type CatchUp = { readonly callBack: () => void; readonly hasRead: boolean };

export type SyncEvent<Mirror> =
  | { readonly kind: "lost"; readonly why: Error; readonly nowMs: number }
  /** The pause is over. */
  | { readonly kind: "due" }
  | {
      readonly kind: "dumped";
      readonly dump: number;
      readonly mirror: Mirror;
      readonly restarts: number;
    }
  | { readonly kind: "dump failed"; readonly dump: number; readonly why: Error; readonly nowMs: number }
  /** All messages that waited have been handled. */
  | { readonly kind: "drained" }
  /** The socket was read, to its end or for one turn. */
  | { readonly kind: "read"; readonly toItsEnd: boolean }
  | { readonly kind: "catch up"; readonly callBack: () => void }
  | { readonly kind: "look anew"; readonly why: string }
  | { readonly kind: "other scope"; readonly scope: Scope }
  | { readonly kind: "stop" };

export type SyncEffect =
  /** Handles no messages until `release`. */
  | { readonly kind: "hold" }
  | { readonly kind: "release" }
  /** Handles what waits. */
  | { readonly kind: "wake" }
  /** Sends `due` then, in place of any earlier one. */
  | { readonly kind: "wait"; readonly delayMs: number }
  /** Forgets the messages that wait, listens again, and dumps. */
  | { readonly kind: "dump"; readonly dump: number; readonly scope: Scope }
  | { readonly kind: "read" }
  | { readonly kind: "call back"; readonly callBacks: readonly (() => void)[] }
  /** Forgets the messages that wait, and reports the loss. */
  | { readonly kind: "report loss"; readonly why: Error; readonly pauseMs: number }
  | { readonly kind: "report look"; readonly why: string; readonly restarts: number }
  | { readonly kind: "close" };

/** Where one loss follows upon another the next look waits twice as long, up to the longest. */
export const firstPauseMs = 10;
export const maxPauseMs = 1000;

type Next<Mirror> = Stepped<SyncState<Mirror>, SyncEffect>;

/** The state before anything has happened, and what begins it. */
export function beginSync<Mirror>(scope: Scope): Next<Mirror> {
  const state: SyncState<Mirror> = {
    phase: { kind: "pausing", why: "start" },
    scope,
    dumps: 0,
    resynchronisations: 0,
    losses: 0,
    lostAtMs: Number.NEGATIVE_INFINITY,
    pauseMs: firstPauseMs,
    catchUps: [],
  };
  return { state, effects: [{ kind: "hold" }, { kind: "wait", delayMs: 0 }] };
}

/** Whether a message is to be kept: one that comes before the dump begins will be in the dump. */
export function isListening<Mirror>({ phase }: SyncState<Mirror>): boolean {
  return phase.kind === "dumping" || phase.kind === "following";
}

export function getMirror<Mirror>({ phase }: SyncState<Mirror>): Mirror | null {
  return phase.kind === "following" ? phase.mirror : null;
}

export function stepSync<Mirror>(state: SyncState<Mirror>, event: SyncEvent<Mirror>): Next<Mirror> {
  if (state.phase.kind === "stopped") return stepStopped(state, event);
  switch (event.kind) {
    case "lost":
      return isListening(state) ? lose(state, event.why, event.nowMs) : stay(state);
    case "due":
      return state.phase.kind === "pausing" ? beginDump(state, state.phase.why) : stay(state);
    case "dumped":
    case "dump failed":
      return state.phase.kind === "dumping" && event.dump === state.dumps
        ? endDump(state, state.phase.why, event)
        : stay(state);
    case "drained":
    case "read":
    case "catch up":
      return stepCatchUps(state, event);
    case "look anew":
      return lookAnew(state, event.why);
    case "other scope":
      return lookAnew({ ...state, scope: event.scope }, "another plan");
    case "stop": {
      const effects: SyncEffect[] = [{ kind: "close" }, callBack(state)];
      return { state: { ...state, phase: { kind: "stopped" }, catchUps: [] }, effects };
    }
  }
}

function stay<Mirror>(state: SyncState<Mirror>): Next<Mirror> {
  return { state, effects: [] };
}

function stepStopped<Mirror>(state: SyncState<Mirror>, event: SyncEvent<Mirror>): Next<Mirror> {
  if (event.kind !== "catch up") return stay(state);
  return { state, effects: [{ kind: "call back", callBacks: [event.callBack] }] };
}

function lose<Mirror>(state: SyncState<Mirror>, why: Error, nowMs: number): Next<Mirror> {
  const isSoon = nowMs - state.lostAtMs < 4 * maxPauseMs;
  const pauseMs = isSoon ? Math.min(maxPauseMs, 2 * state.pauseMs) : firstPauseMs;
  return {
    state: {
      ...state,
      phase: { kind: "pausing", why: why.message },
      losses: state.losses + 1,
      lostAtMs: nowMs,
      pauseMs,
      catchUps: [],
    },
    effects: [
      { kind: "hold" },
      { kind: "report loss", why, pauseMs },
      { kind: "wait", delayMs: pauseMs },
      callBack(state),
    ],
  };
}

function lookAnew<Mirror>(state: SyncState<Mirror>, why: string): Next<Mirror> {
  return {
    state: { ...state, phase: { kind: "pausing", why }, catchUps: [] },
    effects: [{ kind: "hold" }, { kind: "wait", delayMs: 0 }, callBack(state)],
  };
}

function beginDump<Mirror>(state: SyncState<Mirror>, why: string): Next<Mirror> {
  const dumps = state.dumps + 1;
  return {
    state: { ...state, phase: { kind: "dumping", why }, dumps },
    effects: [{ kind: "dump", dump: dumps, scope: state.scope }],
  };
}

function endDump<Mirror>(
  state: SyncState<Mirror>,
  why: string,
  event: Extract<SyncEvent<Mirror>, { kind: "dumped" | "dump failed" }>,
): Next<Mirror> {
  if (event.kind === "dump failed") return lose(state, event.why, event.nowMs);
  const { mirror, restarts } = event;
  const resynchronisations = state.resynchronisations + 1;
  return {
    state: { ...state, phase: { kind: "following", mirror }, resynchronisations },
    effects: [{ kind: "release" }, { kind: "report look", why, restarts }],
  };
}

/** The socket is read to its end, then what was read is handled, then whoever waits is called back. */
function stepCatchUps<Mirror>(
  state: SyncState<Mirror>,
  event: Extract<SyncEvent<Mirror>, { kind: "drained" | "read" | "catch up" }>,
): Next<Mirror> {
  const isFollowing = state.phase.kind === "following";
  if (event.kind === "catch up") {
    const { callBack } = event;
    if (!isFollowing) return { state, effects: [{ kind: "call back", callBacks: [callBack] }] };
    const catchUps = [...state.catchUps, { callBack, hasRead: false }];
    return { state: { ...state, catchUps }, effects: [{ kind: "wake" }] };
  }
  if (!isFollowing || state.catchUps.length === 0) return stay(state);
  if (event.kind === "read") {
    const catchUps = state.catchUps.map((one) => ({ ...one, hasRead: one.hasRead || event.toItsEnd }));
    return { state: { ...state, catchUps }, effects: [{ kind: "wake" }] };
  }
  if (state.catchUps.some(({ hasRead }) => !hasRead)) return { state, effects: [{ kind: "read" }] };
  return { state: { ...state, catchUps: [] }, effects: [callBack(state)] };
}

function callBack<Mirror>({ catchUps }: SyncState<Mirror>): SyncEffect {
  return { kind: "call back", callBacks: catchUps.map((one) => one.callBack) };
}
