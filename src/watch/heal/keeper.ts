/**
 * Keeps the kernel true: waits until things have settled, compares, has the trampoline make the difference, looks
 * again. One run at a time; what changes meanwhile is looked at after it.
 */
import { type Change, formatChange } from "../../tap/change.ts";
import type { Clock } from "../clock.ts";
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

/** What was made and is not in the picture yet: the kernel tells of IPv6 addresses from a work queue. */
type Doubt = {
  readonly different: Different;
  readonly run: Run;
  /** Until then it is waited for. */
  readonly until: number;
  /** Whether a fresh picture was asked for. */
  readonly looked: boolean;
};

/** So late may a message come about what the trampoline made; ms. */
const lateMs = 10;

export function createKeeper(settleMs: number, hands: Hands, events: KeeperEvents, clock: Clock): Keeper {
  const pauses = createPauses();
  let waiting: { readonly until: number; readonly cancel: () => void } | null = null;
  let running: Promise<void> | null = null;
  let stopped = false;
  /** When the first message came about what is not yet mended. */
  let since: number | null = null;
  /** What was said last about the whole, so that it is said once. */
  let said: string | null = null;
  /** What would stand in the way, if it is so in a fresh picture too. */
  let confirming: string | null = null;
  /** What was made and is not in the picture yet. */
  let doubted: Doubt | null = null;

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
    if (doubted !== null && !resolved(doubted, comparison)) return;
    if (comparison.kind !== "different") {
      since = null;
      rest(comparison);
      return;
    }
    const wait = pauses.wait(comparison.changes.map(formatChange), clock.now());
    if (wait > 0) look(wait);
    else begin(comparison);
  };

  /** Whether what was made is there; where it is not, it is waited for, looked for anew, and then given up. */
  const resolved = (doubt: Doubt, comparison: Comparison): boolean => {
    const missing = comparison.kind === "different" && sameChanges(doubt.different, comparison);
    if (!missing || doubt.looked) doubted = null;
    if (!missing) {
      heal(doubt.different, doubt.run);
      return true;
    }
    const text = formatChange(comparison.changes[0] as Change);
    if (doubt.looked) fail(comparison, `${text} was made and does not hold`);
    else if (clock.now() >= doubt.until) {
      doubted = { ...doubt, looked: true };
      hands.lookAnew(`${text} was made and is not seen`);
    } else look(doubt.until - clock.now());
    return false;
  };

  const rest = (comparison: Exclude<Comparison, Different>) => {
    const text = comparison.kind === "blocked" ? comparison.why : "";
    if (said === text) return;
    // Owner and persistence of a TAP change without a message: what stands in the way is looked at before it is told.
    if (comparison.kind === "blocked" && confirming !== text) {
      confirming = text;
      hands.lookAnew(`${comparison.why}?`);
      return;
    }
    const first = said === null;
    confirming = null;
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
    pauses.begun(different.changes.map(formatChange), clock.now());
    running = hands.apply(different).then((run) => {
      hands.catchUp(() => {
        running = null;
        ended(different, run);
      });
    });
    // Told while the trampoline works: whoever reads the log is not what the healing waits for.
    events.drift(different.changes);
  };

  const ended = (different: Different, run: Run) => {
    if (run.failure !== null) {
      fail(different, run.failure);
      return;
    }
    doubted = { different, run, until: clock.now() + lateMs, looked: false };
    judge();
  };

  const heal = (different: Different, run: Run) => {
    const now = clock.now();
    const often = pauses.held(different.changes.map(formatChange), now);
    said = "";
    events.healed(run, now - (since ?? now), often);
    since = null;
  };

  return {
    changed: () => {
      since ??= clock.now();
      // What was just made is looked for at once: so it is not taken for broken when somebody breaks it again.
      look(doubted === null ? settleMs : 0);
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
