import { expect, test } from "vitest";
import type { Change } from "../../src/tap/change.ts";
import type { Comparison } from "../../src/watch/reconcile/comparison.ts";
import { startReconciler } from "../../src/watch/reconcile/reconciler.ts";
import type { Cause, ReconcilerNews, Run } from "../../src/watch/reconcile/reconciler-state.ts";
import { maxPauseMs } from "../../src/watch/reconcile/retries.ts";
import { createFakeClock, promisesSettled } from "./fake-clock.ts";

const settle = 2;

function change(name: string, what: Change["what"] = "mtu"): Change {
  return { verb: "changed", name, what, found: null, wanted: null };
}

function different(...names: string[]): Comparison {
  return { kind: "different", changes: names.map((name) => change(name)), down: new Set() };
}

const same: Comparison = { kind: "same" };

function summarise(news: ReconcilerNews): string {
  switch (news.kind) {
    case "differs":
      return `${news.cause} ${news.changes.map(({ name }) => name).join()}`;
    case "mended":
      return `${news.cause === "drift" ? "healed" : "applied"} ${news.durationMs}`;
    case "failed":
      return `failed ${news.why} ${news.pauseMs}`;
    case "blocked":
      return `blocked ${news.why}`;
    case "in sync":
      return "in sync";
  }
}

/** A kernel of which a test says what differs in it, and a trampoline of which it says how it ends. */
function stage() {
  const clock = createFakeClock();
  const said: string[] = [];
  const ends: ((run: Run) => void)[] = [];
  let comparison: Comparison | null = same;
  let [runs, looks] = [0, 0];
  const reconciler = startReconciler(
    settle,
    {
      compare: () => comparison,
      apply: () => {
        runs++;
        return new Promise((resolve) => ends.push(resolve));
      },
      catchUp: (callBack) => callBack(),
      lookAnew: () => {
        looks++;
      },
      tell: (news) => said.push(summarise(news)),
    },
    clock,
  );
  const end = async (failure: string | null = null) => {
    ends.shift()?.({ changes: [], failure });
    await promisesSettled();
  };
  const kernel = (next: Comparison | null, cause: Cause = "drift") => {
    comparison = next;
    reconciler.noteChanged(cause);
  };
  // What differs at the start is no drift: the tests below begin with a kernel that is as planned.
  kernel(same);
  clock.pass(settle);
  return { clock, reconciler, said, end, kernel, runs: () => runs, looks: () => looks };
}

test("a difference is healed after it has settled, by one run", async () => {
  const { clock, said, end, kernel, runs } = stage();
  kernel(different("a"));
  clock.pass(settle - 1);
  expect(runs()).toBe(0);
  clock.pass(1);
  expect(runs()).toBe(1);
  kernel(same);
  await end();
  expect(said).toEqual(["drift a", `healed ${settle}`]);
  expect(clock.waiting()).toBe(0);
});

test("messages that go on and on do not put healing off", () => {
  const { clock, kernel, runs } = stage();
  for (let time = 0; time < settle; time++) {
    kernel(different("a"));
    clock.pass(1);
  }
  expect(runs()).toBe(1);
});

test("one run at a time: what changes meanwhile is healed after it", async () => {
  const { clock, end, kernel, runs } = stage();
  kernel(different("a"));
  clock.pass(settle);
  kernel(different("b"));
  clock.pass(1000);
  expect(runs()).toBe(1);
  await end();
  expect(runs()).toBe(2);
});

test("what the kernel says late is waited for, and nothing is read anew", async () => {
  const { clock, said, end, kernel, looks } = stage();
  kernel(different("a"));
  clock.pass(settle);
  await end();
  clock.pass(3);
  expect(said).toEqual(["drift a"]);
  kernel(same);
  clock.pass(0);
  expect(said).toEqual(["drift a", "healed 5"]);
  expect(looks()).toBe(0);
});

test("what is not seen is looked for in a fresh mirror before it counts as failed", async () => {
  const { clock, said, end, kernel, reconciler, looks, runs } = stage();
  kernel(different("a"));
  clock.pass(settle);
  await end();
  clock.pass(100);
  expect([looks(), runs()]).toEqual([1, 1]);
  reconciler.noteChanged("drift");
  clock.pass(0);
  expect(said.slice(1)).toEqual(["failed changed a mtu was made and does not hold 10"]);
  clock.pass(9);
  expect(runs()).toBe(1);
  clock.pass(1);
  expect(runs()).toBe(2);
});

test("a trampoline that fails is tried with growing pauses, and never in a loop", async () => {
  const { clock, said, end, kernel, runs } = stage();
  kernel(different("a"));
  for (let minute = 0; minute < 60; minute++) {
    for (let second = 0; second < 60; second++) {
      clock.pass(1000);
      await end("no capability");
    }
  }
  expect(runs()).toBeLessThan(75);
  expect(runs()).toBeGreaterThan(50);
  expect(said.at(-1)).toMatch(new RegExp(` ${maxPauseMs}$|drift a`));
});

test("a new difference does not wait for the pause of one that fails", async () => {
  const { clock, end, kernel, runs } = stage();
  kernel(different("a"));
  for (let i = 0; i < 8; i++) {
    clock.pass(i === 0 ? settle : 7000);
    await end("refused");
  }
  const before = runs();
  kernel(different("a", "b"));
  clock.pass(settle);
  expect(runs()).toBe(before + 1);
});

test("what is healed by somebody else ends the pause", async () => {
  const { clock, said, end, kernel, runs } = stage();
  kernel(different("a"));
  clock.pass(settle);
  await end("refused");
  kernel(same);
  clock.pass(100_000);
  expect(runs()).toBe(1);
  expect(said.at(-1)).toBe("in sync");
});

test("what stands in the way is looked at again, reported once, and waited for without a timer", () => {
  const { clock, said, kernel, reconciler, runs, looks } = stage();
  kernel({ kind: "blocked", why: "slaptap16 is down" });
  clock.pass(settle);
  expect([said, looks()]).toEqual([[], 1]);
  reconciler.noteChanged("drift");
  clock.pass(settle);
  reconciler.noteChanged("drift");
  clock.pass(100_000);
  expect(said).toEqual(["blocked slaptap16 is down"]);
  expect([runs(), looks(), clock.waiting()]).toEqual([0, 1, 0]);
  kernel(same);
  clock.pass(settle);
  expect(said.at(-1)).toBe("in sync");
});

test("without a mirror nothing is done", () => {
  const { clock, kernel, runs } = stage();
  kernel(null);
  clock.pass(100_000);
  expect([runs(), clock.waiting()]).toEqual([0, 0]);
});

test("a clock that jumps ahead or back heals neither twice nor never", async () => {
  const { clock, end, kernel, runs } = stage();
  for (const jump of [1e9, -2e9, 1e9]) {
    const before = runs();
    kernel(different("a"));
    clock.jump(jump);
    clock.pass(settle);
    expect(runs()).toBe(before + 1);
    kernel(same);
    await end();
    clock.pass(1000);
    expect(runs()).toBe(before + 1);
  }
});

test("stopping waits for the run under way and begins no other", async () => {
  const { clock, reconciler, end, kernel, runs } = stage();
  kernel(different("a"));
  clock.pass(settle);
  let stopped = false;
  const stop = reconciler.stop().then(() => {
    stopped = true;
  });
  kernel(different("b"));
  clock.pass(1000);
  expect(stopped).toBe(false);
  await end();
  await stop;
  clock.pass(1000);
  expect(runs()).toBe(1);
});
