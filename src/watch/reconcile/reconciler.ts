/** Does what `reconciler-step.ts` decides, on whatever it is given: a test can be the kernel. */
import type { Clock } from "../clock.ts";
import { type Machine, startMachine } from "../machine.ts";
import type { Comparison, Different } from "./comparison.ts";
import {
  beginReconciler,
  type Cause,
  type ReconcilerEffect,
  type ReconcilerEvent,
  type ReconcilerNews,
  type ReconcilerState,
  type Run,
} from "./reconciler-state.ts";
import { stepReconciler } from "./reconciler-step.ts";

/** What the reconciler acts on. */
export type ReconcilerEffects = {
  /** The plan beside the mirror, or null while the mirror is not to be trusted. */
  readonly compare: () => Comparison | null;
  readonly apply: (different: Different) => Promise<Run>;
  /** Brings all messages up to now into the mirror, and calls back. */
  readonly catchUp: (callBack: () => void) => void;
  /** Has the mirror made anew; `noteChanged` is called when it is there. */
  readonly lookAnew: (why: string) => void;
  readonly tell: (news: ReconcilerNews) => void;
};

export type Reconciler = {
  /** The mirror, the plan or the marks have changed. */
  readonly noteChanged: (cause: Cause) => void;
  /** Begins nothing any more; resolves when the run under way has ended. */
  readonly stop: () => Promise<void>;
};

/** @param settleMs from the first message about a change until it is looked at */
export function startReconciler(settleMs: number, effects: ReconcilerEffects, clock: Clock): Reconciler {
  const machine: Machine<ReconcilerState, ReconcilerEvent> = startMachine(
    beginReconciler(settleMs),
    stepReconciler,
    (effect) => perform(parts, effect),
  );
  const parts: Parts = {
    machine,
    effects,
    clock,
    timer: { cancel: () => {} },
    run: { end: Promise.resolve() },
  };
  return {
    noteChanged: (cause) => machine.send({ kind: "changed", cause, nowMs: clock.now() }),
    stop: async () => {
      machine.send({ kind: "stop" });
      await parts.run.end;
    },
  };
}

type Parts = {
  readonly machine: Machine<ReconcilerState, ReconcilerEvent>;
  readonly effects: ReconcilerEffects;
  readonly clock: Clock;
  readonly timer: { cancel: () => void };
  /** When the last run of the trampoline has ended. */
  readonly run: { end: Promise<void> };
};

function perform({ machine, effects, clock, timer, run }: Parts, effect: ReconcilerEffect): void {
  switch (effect.kind) {
    case "wait":
      timer.cancel();
      timer.cancel = clock.later(effect.delayMs, () => machine.send({ kind: "due" }));
      break;
    case "stop waiting":
      timer.cancel();
      break;
    case "compare":
      effects.catchUp(() => {
        machine.send({ kind: "compared", comparison: effects.compare(), nowMs: clock.now() });
      });
      break;
    case "apply":
      run.end = effects
        .apply(effect.different)
        .then((ended) => machine.send({ kind: "run ended", run: ended }));
      break;
    case "look anew":
      effects.lookAnew(effect.why);
      break;
    default:
      effects.tell(effect);
  }
}
