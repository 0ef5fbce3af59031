/** Time as the watch knows it; a test hands in its own. */

export type Clock = {
  /** Milliseconds from a point that never moves: not the time of day, which jumps. */
  readonly now: () => number;
  /** Runs later, with 0 in this turn of the event loop after what is readable was read; returns what calls it off. */
  readonly later: (delayMs: number, run: () => void) => () => void;
};

/** The process's own: CLOCK_MONOTONIC and the event loop. */
export const processClock: Clock = {
  now: () => performance.now(),
  later: (delayMs, run) => {
    if (delayMs <= 0) {
      const soon = setImmediate(run);
      return () => clearImmediate(soon);
    }
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
