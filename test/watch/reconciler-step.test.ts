/** Every phase of the reconciler beside every event, and what holds over any sequence of events. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Change } from "../../src/tap/change.ts";
import type { Comparison, Different } from "../../src/watch/reconcile/comparison.ts";
import {
  beginReconciler,
  type Cause,
  type ReconcilerEffect,
  type ReconcilerEvent,
  type ReconcilerState,
} from "../../src/watch/reconcile/reconciler-state.ts";
import { maxLateMs, stepReconciler } from "../../src/watch/reconcile/reconciler-step.ts";
import { firstPauseMs } from "../../src/watch/reconcile/retries.ts";

const settleMs = 2;

function differ(...names: string[]): Different {
  const changes = names.map(
    (name): Change => ({ verb: "changed", name, what: "mtu", found: null, wanted: null }),
  );
  return { kind: "different", changes, down: new Set() };
}

const blocked: Comparison = { kind: "blocked", why: "slaptap16 is down" };
const changed = (nowMs: number, cause: Cause = "drift"): ReconcilerEvent => ({
  kind: "changed",
  cause,
  nowMs,
});
const due: ReconcilerEvent = { kind: "due" };
const compared = (comparison: Comparison | null, nowMs: number): ReconcilerEvent => {
  return { kind: "compared", comparison, nowMs };
};
const ended = (failure: string | null = null): ReconcilerEvent => {
  return { kind: "run ended", run: { changes: differ("a").changes, failure } };
};
const stop: ReconcilerEvent = { kind: "stop" };

function run(state: ReconcilerState, ...events: ReconcilerEvent[]): ReconcilerState {
  return events.reduce((current, event) => stepReconciler(current, event).state, state);
}

/** In sync once: what differs from here on is drift. */
const idle = run(beginReconciler(settleMs), changed(0), due, compared({ kind: "same" }, 0));
const waiting = run(idle, changed(0));
const comparing = run(waiting, due);
const applying = run(comparing, compared(differ("a"), 2));
const checking = run(applying, ended());
const failed = run(applying, ended("no capability"));
const unseen = run(checking, compared(differ("a"), 5));
const looking = run(unseen, due, compared(differ("a"), 5 + maxLateMs));
const lookedAgain = run(looking, changed(20), due);
const stopped = run(applying, stop);

function describeStep(from: ReconcilerState, event: ReconcilerEvent): string {
  const { state, effects } = stepReconciler(from, event);
  return `${state.phase.kind}: ${effects.map(describeEffect).join(", ")}`;
}

function describeEffect(effect: ReconcilerEffect): string {
  switch (effect.kind) {
    case "wait":
      return `wait ${effect.delayMs}`;
    case "look anew":
      return `look anew (${effect.why})`;
    case "differs":
      return `${effect.cause} differs`;
    case "mended":
      return `${effect.cause} mended after ${effect.durationMs}`;
    case "failed":
      return `failed (${effect.why}), ${effect.pauseMs}`;
    default:
      return effect.kind;
  }
}

describe("a change", () => {
  test.each<[string, ReconcilerState, string]>([
    ["while nothing is under way is looked at when it has settled", idle, "waiting: wait 2"],
    ["while one settles does not put it off", waiting, "waiting: "],
    ["while the mirror is compared is in the mirror", comparing, "comparing: "],
    ["while the trampoline runs is looked at after it", applying, "applying: "],
    ["while the run is checked is in the mirror", checking, "checking: "],
    ["while something made is not seen yet is looked at at once", unseen, "waiting: wait 0"],
    ["while a new dump is awaited is looked at at once", looking, "waiting: wait 0"],
    ["after the end is nothing", stopped, "stopped: "],
  ])("%s", (_, from, step) => {
    expect(describeStep(from, changed(1))).toBe(step);
  });

  test("that comes while a longer pause runs shortens it", () => {
    const pausing = run(failed, compared(differ("a"), 2));
    expect(pausing.phase).toEqual({ kind: "waiting", untilMs: 2 + firstPauseMs });
    expect(describeStep(pausing, changed(3))).toBe("waiting: wait 2");
    expect(describeStep(pausing, changed(11))).toBe("waiting: ");
  });
});

describe("a comparison", () => {
  test.each<[string, ReconcilerState, Comparison | null, string]>([
    ["without a mirror waits for the mirror", comparing, null, "idle: "],
    ["that is the same rests", comparing, { kind: "same" }, "idle: "],
    ["that differs starts the trampoline", comparing, differ("a"), "applying: apply, drift differs"],
    [
      "that something stands in the way of is confirmed first",
      comparing,
      blocked,
      "idle: look anew (to confirm: slaptap16 is down)",
    ],
    ["after a run, the same, is mended", checking, { kind: "same" }, "idle: drift mended after 3"],
    [
      "after a run, different elsewhere, is mended and goes on",
      checking,
      differ("b"),
      "applying: drift mended after 3, apply, drift differs",
    ],
    ["after a run, not seen yet, is waited for", checking, differ("a"), `waiting: wait ${maxLateMs}`],
    [
      "after a run, one of two not seen yet, is waited for",
      checking,
      differ("a", "b"),
      `waiting: wait ${maxLateMs}`,
    ],
    ["after a run, without a mirror, waits for the mirror", checking, null, "idle: "],
    [
      "after a run that failed is not believed",
      failed,
      { kind: "same" },
      `waiting: failed (no capability), ${firstPauseMs}, wait ${firstPauseMs}`,
    ],
    [
      "after a new dump, still not seen, has failed",
      lookedAgain,
      differ("a"),
      `waiting: failed (changed a mtu was made and does not hold), ${firstPauseMs}, wait ${firstPauseMs}`,
    ],
    ["that nobody asked for is nothing", idle, differ("a"), "idle: "],
    ["that comes while the trampoline runs is nothing", applying, differ("a"), "applying: "],
    ["after the end is nothing", stopped, differ("a"), "stopped: "],
  ])("%s", (_, from, comparison, step) => {
    expect(describeStep(from, compared(comparison, 3))).toBe(step);
  });

  test("of what is not seen is repeated until it is late, then the kernel is dumped", () => {
    const again = run(unseen, due);
    expect(describeStep(again, compared(differ("a"), 5 + maxLateMs - 1))).toBe("waiting: wait 1");
    expect(describeStep(again, compared(differ("a"), 5 + maxLateMs))).toBe(
      "idle: look anew (changed a mtu was made and is not seen)",
    );
  });

  test("of what fails waits for its pause, and a new difference does not", () => {
    const pausing = run(failed, compared(differ("a"), 2));
    const early = run(pausing, changed(3), due);
    expect(describeStep(early, compared(differ("a"), 5))).toBe("waiting: wait 7");
    expect(describeStep(early, compared(differ("a", "b"), 5))).toBe("applying: apply, drift differs");
  });

  test("what stands in the way is reported once, and so is its end", () => {
    const confirmed = run(comparing, compared(blocked, 2), changed(3), due);
    expect(describeStep(confirmed, compared(blocked, 5))).toBe("idle: blocked");
    const told = run(confirmed, compared(blocked, 5), changed(6), due);
    expect(describeStep(told, compared(blocked, 8))).toBe("idle: ");
    expect(describeStep(told, compared({ kind: "same" }, 8))).toBe("idle: in sync");
  });
});

test("the end ends the wait, and the run under way is the last", () => {
  expect(describeStep(waiting, stop)).toBe("stopped: stop waiting");
  expect(describeStep(run(waiting, stop), changed(1))).toBe("stopped: ");
  expect(describeStep(run(comparing, stop), compared(differ("a"), 2))).toBe("stopped: ");
});

describe("what is not under way", () => {
  test.each<[string, ReconcilerState, ReconcilerEvent, string]>([
    ["a wait that is over while nothing is awaited", idle, due, "idle: "],
    ["a wait that is over while the trampoline runs", applying, due, "applying: "],
    ["the end of a run that is none", idle, ended(), "idle: "],
    ["the end of a run after the end", stopped, ended(), "stopped: "],
  ])("%s is nothing", (_, from, event, step) => {
    expect(describeStep(from, event)).toBe(step);
  });
});

describe("the cause", () => {
  const begun = (cause: Cause) =>
    run(idle, changed(0, cause), changed(1), due, compared(differ("a"), 2), ended());

  test.each<[Cause]>([["plan"], ["marks"]])("of a difference that %s made is not drift", (cause) => {
    expect(describeStep(begun(cause), compared({ kind: "same" }, 3))).toBe(`idle: ${cause} mended after 3`);
  });

  test("of what differs at the start is the start", () => {
    const started = run(beginReconciler(settleMs), changed(0), due);
    expect(describeStep(started, compared(differ("a"), 2))).toBe("applying: apply, start differs");
  });

  test("is drift again once plan and kernel were the same", () => {
    const applied = run(begun("plan"), compared({ kind: "same" }, 3), changed(4), due);
    expect(describeStep(applied, compared(differ("a"), 6))).toBe("applying: apply, drift differs");
  });

  test("makes a change repeat only where it is drift", () => {
    const repeated = (cause: Cause) => {
      const step = stepReconciler(begun(cause), compared({ kind: "same" }, 3));
      const mended = step.effects.find((effect) => effect.kind === "mended");
      return mended?.maxRepeated;
    };
    expect([repeated("drift"), repeated("plan")]).toEqual([{ change: "changed a mtu", times: 1 }, null]);
  });
});

describe("over any sequence of events", () => {
  const anyComparison = fc.constantFrom<Comparison | null>(
    null,
    { kind: "same" },
    blocked,
    differ("a"),
    differ("b"),
    differ("a", "b"),
  );
  /** An event and how much later than the one before it comes. */
  const anyEvent = fc.record({
    afterMs: fc.constantFrom(0, 1, 5, 100, 100_000),
    make: fc.oneof(
      fc
        .constantFrom<Cause>("drift", "plan", "marks")
        .map((cause) => (nowMs: number) => changed(nowMs, cause)),
      fc.constant(() => due),
      anyComparison.map((comparison) => (nowMs: number) => compared(comparison, nowMs)),
      fc.constantFrom(ended(), ended("refused")).map((event) => () => event),
    ),
  });

  type Walk = { readonly before: ReconcilerState; readonly after: ReconcilerState };
  const walk = (check: (step: Walk & { readonly effects: readonly ReconcilerEffect[] }) => void) => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (sequence) => {
        let [state, nowMs] = [beginReconciler(settleMs), 0];
        for (const { afterMs, make } of sequence) {
          nowMs += afterMs;
          const { state: after, effects } = stepReconciler(state, make(nowMs));
          check({ before: state, after, effects });
          state = after;
        }
      }),
      { numRuns: 500 },
    );
  };
  const has = (effects: readonly ReconcilerEffect[], kind: ReconcilerEffect["kind"]) =>
    effects.filter((effect) => effect.kind === kind).length;

  test("the trampoline is started where none runs, and then one is awaited", () => {
    walk(({ before, after, effects }) => {
      expect(has(effects, "apply")).toBe(
        after.phase.kind === "applying" && before.phase.kind !== "applying" ? 1 : 0,
      );
      if (before.phase.kind === "applying") expect(has(effects, "apply")).toBe(0);
    });
  });

  test("each phase that waits for something has asked for it, and each step asks for one thing at most", () => {
    walk(({ before, after, effects }) => {
      const asked = ["wait", "compare", "apply", "look anew"] as const;
      expect(asked.reduce((sum, kind) => sum + has(effects, kind), 0)).toBeLessThanOrEqual(1);
      if (before.phase.kind === after.phase.kind) return;
      if (after.phase.kind === "waiting") expect(has(effects, "wait")).toBe(1);
      if (["comparing", "checking"].includes(after.phase.kind)) expect(has(effects, "compare")).toBe(1);
    });
  });

  test("nothing is reported as mended but what was made and is not missing", () => {
    walk(({ before, effects }) => {
      if (has(effects, "mended") === 0) return;
      expect(before.unseen !== null || before.phase.kind === "checking").toBe(true);
      expect(before.phase.kind === "checking" && before.phase.run.failure !== null).toBe(false);
    });
  });

  test("while the trampoline runs nothing else is unseen, and no wait is longer than the longest pause", () => {
    walk(({ after, effects }) => {
      if (after.phase.kind === "applying") expect(after.unseen).toBeNull();
      for (const effect of effects) {
        if (effect.kind === "wait") expect(effect.delayMs).toBeLessThanOrEqual(60_000);
      }
    });
  });
});
