import { expect, test } from "vitest";
import { createWorker, type Slice, type Worker } from "../../src/watch/sync/worker.ts";
import { createFakeClock } from "./fake-clock.ts";

/** A queue of so many messages, each of which takes so long. */
function bench(slice: Slice, messages: number, each = 0) {
  const clock = createFakeClock();
  const turns: number[] = [];
  let [left, drained] = [messages, 0];
  const work = {
    handleNext: () => {
      if (left === 0) return false;
      left--;
      turns[turns.length - 1] = (turns.at(-1) ?? 0) + 1;
      clock.jump(each);
      return true;
    },
    drained: () => {
      drained++;
    },
  };
  // Each turn of the event loop that it is given is counted.
  const worker: Worker = createWorker(slice, work, {
    ...clock,
    later: (delay, run) =>
      clock.later(delay, () => {
        turns.push(0);
        run();
      }),
  });
  return { clock, worker, turns, left: () => left, drained: () => drained, add: () => left++ };
}

test("at most N messages are handled in one go", () => {
  const { clock, worker, turns, left } = bench({ messages: 100, durationMs: 1000, pauseMs: 3 }, 250);
  worker.wake();
  clock.pass(0);
  expect([turns, left()]).toEqual([[100], 150]);
});

test("at most M milliseconds are spent in one go", () => {
  const { clock, worker, turns } = bench({ messages: 10_000, durationMs: 5, pauseMs: 1 }, 1000, 0.1);
  worker.wake();
  clock.pass(0);
  expect(turns[0]).toBeGreaterThanOrEqual(50);
  expect(turns[0]).toBeLessThan(50 + 16);
});

test("it goes on D milliseconds later, until nothing is left, and then says so once", () => {
  const { clock, worker, turns, left, drained } = bench({ messages: 100, durationMs: 1000, pauseMs: 3 }, 250);
  worker.wake();
  clock.pass(2);
  expect(turns).toEqual([100]);
  clock.pass(1);
  expect(turns).toEqual([100, 100]);
  clock.pass(3);
  expect([turns, left(), drained()]).toEqual([[100, 100, 50], 0, 1]);
  expect(clock.waiting()).toBe(0);
});

test("waking it often plans one go", () => {
  const { clock, worker, turns } = bench({ messages: 10, durationMs: 5, pauseMs: 1 }, 5);
  for (let i = 0; i < 5; i++) worker.wake();
  expect(clock.waiting()).toBe(1);
  clock.pass(10);
  expect(turns).toEqual([5]);
});

test("held, it does nothing until it is released", () => {
  const { clock, worker, turns, left } = bench({ messages: 10, durationMs: 5, pauseMs: 1 }, 5);
  worker.wake();
  worker.hold();
  worker.wake();
  clock.pass(100);
  expect([turns, left(), clock.waiting()]).toEqual([[], 5, 0]);
  worker.release();
  clock.pass(0);
  expect(left()).toBe(0);
});

test("stopped, it never works again", () => {
  const { clock, worker, left } = bench({ messages: 10, durationMs: 5, pauseMs: 1 }, 5);
  worker.wake();
  worker.stop();
  worker.release();
  clock.pass(100);
  expect(left()).toBe(5);
});

test("a clock that jumps back makes a slice short, never endless", () => {
  const { clock, worker, turns } = bench({ messages: 10_000, durationMs: 5, pauseMs: 1 }, 1000, -1);
  worker.wake();
  clock.pass(0);
  expect(turns).toEqual([16]);
});
