/**
 * Keeps the kernel true: waits until things have settled, compares, has the trampoline make the difference, looks
 * again. One run at a time; what changes meanwhile is looked at after it.
 */
import { type Change, formatChange } from "../tap/change.ts";
import type { Clock } from "./clock.ts";
import type { Comparison } from "./comparison.ts";
import { createPauses } from "./pauses.ts";

/** How a run of the trampoline ended. */
export type Run = {
  readonly changes: readonly Change[];
  /** Null where all was done and read back; else why not. */
  readonly failure: string | null;
};

type Different = Extract<Comparison, { kind: "different" }>;

/** What the keeper acts on, each a function so that a test can be the kernel. */
export type Hands = {
  /** The picture beside the plan, or null while the picture is not to be trusted. */
  readonly compare: () => Comparison | null;
  readonly apply: (different: Different) => Promise<Run>;
  /** Brings in everything that the kernel has told up to now, and calls back. */
  readonly catchUp: (then: () => void) => void;
  /** Has the picture taken anew; `changed` is called when it is there. */
  readonly lookAnew: (why: string) => void;
};

export type KeeperEvents = {
  readonly drift: (changes: readonly Change[]) => void;
  /** `milliseconds` from the first message about it; `often`: how often the same was healed in short order. */
  readonly healed: (run: Run, milliseconds: number, often: number) => void;
  readonly failed: (why: string, pause: number) => void;
  readonly blocked: (why: string) => void;
  /** Plan and kernel are the same, after they were not. */
  readonly same: () => void;
};

export type Keeper = {
  /** The picture, the plan or the operator's wishes have changed. */
  readonly changed: () => void;
  readonly isBusy: () => boolean;
  /** Begins nothing any more; resolves when the run under way has ended. */
  readonly stop: () => Promise<void>;
};

export function createKeeper(settleMs: number, hands: Hands, events: KeeperEvents, clock: Clock): Keeper {
  const pauses = createPauses();
  let waiting: { readonly until: number; readonly cancel: () => void } | null = null;
  let running: Promise<void> | null = null;
  let stopped = false;
  /** When the first message came about what is not yet mended. */
  let since: number | null = null;
  /** What was said last about the whole, so that it is said once. */
  let said: string | null = null;
  /** A change that was made and is not in the picture is looked for in a fresh one before it counts as failed. */
  let doubted: Different | null = null;

  const look = (delay: number) => {
    const until = clock.now() + delay;
    if (stopped || running !== null || (waiting !== null && waiting.until <= until)) return;
    waiting?.cancel();
    const cancel = clock.later(delay, () => {
      waiting = null;
      hands.catchUp(judge);
    });
    waiting = { until, cancel };
  };

  const judge = () => {
    if (stopped || running !== null) return;
    const comparison = hands.compare();
    if (comparison === null) return;
    if (doubted !== null) {
      const before = doubted;
      doubted = null;
      if (comparison.kind === "different" && sameChanges(before, comparison)) {
        fail(comparison, `${formatChange(comparison.changes[0] as Change)} was made and does not hold`);
        return;
      }
    }
    if (comparison.kind !== "different") {
      since = null;
      rest(comparison);
      return;
    }
    const wait = pauses.notBefore(comparison.changes.map(formatChange)) - clock.now();
    if (wait > 0) look(wait);
    else begin(comparison);
  };

  const rest = (comparison: Exclude<Comparison, Different>) => {
    const text = comparison.kind === "blocked" ? comparison.why : "";
    if (said === text) return;
    const first = said === null;
    said = text;
    if (comparison.kind === "blocked") events.blocked(comparison.why);
    else if (!first) events.same();
  };

  const fail = (different: Different, why: string) => {
    const pause = pauses.failed(different.changes.map(formatChange), clock.now());
    said = why;
    events.failed(why, pause);
    look(pause);
  };

  const begin = (different: Different) => {
    since ??= clock.now();
    events.drift(different.changes);
    running = hands.apply(different).then((run) => {
      hands.catchUp(() => {
        running = null;
        ended(different, run);
      });
    });
  };

  const ended = (different: Different, run: Run) => {
    if (run.failure !== null) {
      fail(different, run.failure);
      return;
    }
    const comparison = hands.compare();
    if (comparison === null) return;
    if (comparison.kind === "different" && sameChanges(different, comparison)) {
      doubted = different;
      hands.lookAnew(`${formatChange(different.changes[0] as Change)} was made and is not seen`);
      return;
    }
    const now = clock.now();
    const often = pauses.held(different.changes.map(formatChange), now);
    said = "healed";
    events.healed(run, now - (since ?? now), often);
    since = null;
    judge();
  };

  return {
    changed: () => {
      since ??= clock.now();
      look(settleMs);
    },
    isBusy: () => running !== null || waiting !== null,
    stop: async () => {
      stopped = true;
      waiting?.cancel();
      waiting = null;
      await running;
    },
  };
}

function sameChanges(a: Different, b: Different): boolean {
  const made = new Set(a.changes.map(formatChange));
  return b.changes.some((change) => made.has(formatChange(change)));
}
