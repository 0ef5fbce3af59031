/** A clock that stands still until a test moves it. */
import type { Clock } from "../../src/watch/clock.ts";

export type FakeClock = Clock & {
  /** Lets time pass, and runs what falls due in it, in order. */
  readonly pass: (milliseconds: number) => void;
  /** Moves the time itself, without letting anything run. */
  readonly jump: (milliseconds: number) => void;
  /** How much waits for its time. */
  readonly waiting: () => number;
};

type Entry = { readonly at: number; readonly run: () => void };

export function createFakeClock(): FakeClock {
  let passed = 0;
  let offset = 0;
  let entries: Entry[] = [];

  const runNext = (until: number): boolean => {
    const due = entries.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
    if (due === undefined) return false;
    entries = entries.filter((entry) => entry !== due);
    passed = Math.max(passed, due.at);
    due.run();
    return true;
  };
  return {
    now: () => passed + offset,
    later: (milliseconds, run) => {
      const entry = { at: passed + Math.max(0, milliseconds), run };
      entries.push(entry);
      return () => {
        entries = entries.filter((other) => other !== entry);
      };
    },
    pass: (milliseconds) => {
      const until = passed + milliseconds;
      while (runNext(until));
      passed = until;
    },
    jump: (milliseconds) => {
      offset += milliseconds;
    },
    waiting: () => entries.length,
  };
}

/** Lets promises that are settled run on. */
export async function promisesSettled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
