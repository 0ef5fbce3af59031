/**
 * The working side: handles what is queued in slices of at most N messages or M milliseconds, whichever comes first,
 * then gives way and goes on D milliseconds later, so that reading goes on while a flood is worked off.
 */
import type { Clock } from "../clock.ts";

export type Slice = {
  /** N: at most so many messages at a time. */
  readonly messages: number;
  /** M: at most so many milliseconds at a time. */
  readonly durationMs: number;
  /** D: milliseconds until the next slice. */
  readonly pauseMs: number;
};

export type Worker = {
  /** Something was queued. */
  readonly wake: () => void;
  /** Stops handling, while the queue goes on filling, until `release`. */
  readonly hold: () => void;
  readonly release: () => void;
  /** Ends it for good. */
  readonly stop: () => void;
};

export type Work = {
  /** Handles the oldest message; false where none is there. */
  readonly handleNext: () => boolean;
  /** The queue has been worked off. */
  readonly drained: () => void;
};

export function createWorker(slice: Slice, { handleNext, drained }: Work, clock: Clock): Worker {
  let cancel: (() => void) | null = null;
  let held = false;
  let stopped = false;

  const plan = (delayMs: number) => {
    if (cancel === null && !held && !stopped) cancel = clock.later(delayMs, turn);
  };
  const turn = () => {
    cancel = null;
    if (workOff(slice, handleNext, clock)) plan(slice.pauseMs);
    else drained();
  };
  return {
    wake: () => plan(0),
    hold: () => {
      held = true;
      cancel?.();
      cancel = null;
    },
    release: () => {
      held = false;
      plan(0);
    },
    stop: () => {
      stopped = true;
      cancel?.();
      cancel = null;
    },
  };
}

/** Handles one slice; true where there may be more. Reading the clock costs as much as a message: not for each. */
const clockEvery = 16;

function workOff(slice: Slice, handleNext: () => boolean, clock: Clock): boolean {
  const start = clock.now();
  for (let count = 1; count <= slice.messages; count++) {
    if (!handleNext()) return false;
    if (count % clockEvery !== 0) continue;
    const passed = clock.now() - start;
    // A clock that goes back says nothing: better a short slice than one without end.
    if (passed >= slice.durationMs || passed < 0) return true;
  }
  return true;
}
