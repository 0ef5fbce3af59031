/** What the reconciler knows, what can happen to it and what it may ask for. */
import type { Change } from "../../tap/change.ts";
import type { Comparison, Different } from "./comparison.ts";
import { noRetries, type Repetition, type Retries } from "./retries.ts";

/** How a run of the trampoline ended. */
export type Run = {
  readonly changes: readonly Change[];
  /** Null where all was done and read back; else why not. */
  readonly failure: string | null;
};

/** Why plan and kernel differ: the watch begins, somebody changed the kernel, the plan or the marks are others. */
export type Cause = "start" | "drift" | "plan" | "marks";

export type ReconcilerState = {
  readonly phase: Phase;
  /** From the first message about a change until it is looked at. */
  readonly settleMs: number;
  /** When the first message came about what is not yet mended. */
  readonly sinceMs: number | null;
  /** What makes the difference, until there is none. */
  readonly cause: Cause;
  /** What was made and is not in the mirror yet. */
  readonly unseen: Unseen | null;
  /** What would stand in the way, if it does in a mirror made anew too. */
  readonly toConfirm: string | null;
  /** What was said last about the whole, so that it is said once: empty where nothing was wrong. */
  readonly said: string | null;
  readonly retries: Retries;
};

type Phase =
  | { readonly kind: "idle" }
  | { readonly kind: "waiting"; readonly untilMs: number }
  /** The mirror catches up and is compared. */
  | { readonly kind: "comparing" }
  /** The trampoline runs. */
  | { readonly kind: "applying"; readonly different: Different }
  /** It has ended; the mirror catches up and is compared. */
  | { readonly kind: "checking"; readonly different: Different; readonly run: Run }
  | { readonly kind: "stopped" };

/** The kernel reports IPv6 addresses from a work queue, so not everything is seen at once. */
export type Unseen = {
  readonly different: Different;
  readonly run: Run;
  /** Until then it is waited for. */
  readonly untilMs: number;
  /** Whether the mirror was made anew for it. */
  readonly hasLooked: boolean;
};

export type ReconcilerEvent =
  /** The mirror, the plan or the marks have changed. */
  | { readonly kind: "changed"; readonly cause: Cause; readonly nowMs: number }
  /** The wait is over. */
  | { readonly kind: "due" }
  /** Null while the mirror is not to be trusted. */
  | { readonly kind: "compared"; readonly comparison: Comparison | null; readonly nowMs: number }
  | { readonly kind: "run ended"; readonly run: Run }
  | { readonly kind: "stop" };

export type ReconcilerEffect =
  /** Sends `due` then, in place of any earlier one. */
  | { readonly kind: "wait"; readonly delayMs: number }
  | { readonly kind: "stop waiting" }
  /** Brings all messages up to now into the mirror, and sends `compared`. */
  | { readonly kind: "compare" }
  /** Sends `run ended`. */
  | { readonly kind: "apply"; readonly different: Different }
  /** Has the mirror made anew; `changed` comes when it is there. */
  | { readonly kind: "look anew"; readonly why: string }
  | ReconcilerNews;

/** What is said of it. */
export type ReconcilerNews =
  | { readonly kind: "differs"; readonly cause: Cause; readonly changes: readonly Change[] }
  | {
      readonly kind: "mended";
      readonly cause: Cause;
      readonly run: Run;
      /** From the first message about it. */
      readonly durationMs: number;
      /** What of it somebody else undoes most often; null where that is not the cause. */
      readonly maxRepeated: Repetition | null;
    }
  | { readonly kind: "failed"; readonly why: string; readonly pauseMs: number }
  | { readonly kind: "blocked"; readonly why: string }
  /** Plan and kernel are the same, after they were not. */
  | { readonly kind: "in sync" };

export function beginReconciler(settleMs: number): ReconcilerState {
  return {
    phase: { kind: "idle" },
    settleMs,
    sinceMs: null,
    cause: "start",
    unseen: null,
    toConfirm: null,
    said: null,
    retries: noRetries,
  };
}
