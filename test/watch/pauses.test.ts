import { expect, test } from "vitest";
import { createPauses, firstPause, longestPause, promptChanges } from "../../src/watch/heal/pauses.ts";

const one = ["changed slaptap16-1 mtu"];

test("the pause grows with each failure, up to the longest", () => {
  const pauses = createPauses();
  let now = 0;
  const lengths = Array.from({ length: 12 }, () => {
    const length = pauses.failed(one, now);
    expect(pauses.wait(one, now)).toBe(length);
    now += length;
    expect(pauses.wait(one, now)).toBe(0);
    // However long a try takes, it is no quiet time.
    pauses.begun(one, now);
    now += 10_000;
    return length;
  });
  expect(lengths[0]).toBe(firstPause);
  for (const [index, length] of lengths.entries()) {
    if (index > 0) expect(length).toBeGreaterThanOrEqual(lengths[index - 1] ?? 0);
  }
  expect(lengths.slice(-2)).toEqual([longestPause, longestPause]);
});

test("a change that holds may be made again at once", () => {
  const pauses = createPauses();
  pauses.failed(one, 0);
  pauses.held(one, 50);
  expect(pauses.failed(one, 100)).toBe(firstPause);
});

test("after a long quiet time the failures are forgotten", () => {
  const pauses = createPauses();
  for (let i = 0; i < 5; i++) pauses.failed(one, i);
  pauses.begun(one, 5 * longestPause);
  expect(pauses.failed(one, 5 * longestPause)).toBe(firstPause);
});

test("another change does not wait for one that fails", () => {
  const pauses = createPauses();
  pauses.failed(one, 0);
  expect(pauses.wait(["created slaptap16-2 addr"], 0)).toBe(0);
  expect(pauses.wait([...one, "created slaptap16-2 addr"], 0)).toBe(0);
});

test("a thousand quick drifts are healed at once, a fight without end is not", () => {
  const pauses = createPauses();
  let now = 0;
  for (let round = 0; round < promptChanges; round++) {
    expect(pauses.wait(one, now)).toBe(0);
    pauses.begun(one, now);
    now += 10;
    pauses.held(one, now);
  }
  const runs = [];
  while (now < 10 * 60_000) {
    now += pauses.wait(one, now);
    pauses.begun(one, now);
    now += 10;
    pauses.held(one, now);
    runs.push(now);
  }
  // Ten minutes of fighting: some seconds' worth at once, then ever rarer.
  expect(runs.length).toBeLessThan(100);
  expect((runs.at(-1) ?? 0) - (runs.at(-2) ?? 0)).toBeGreaterThan(10_000);
});

test("a drift once a minute is healed at once for ever", () => {
  const pauses = createPauses();
  for (let minute = 1; minute < 5000; minute++) {
    expect(pauses.wait(one, minute * 60_000)).toBe(0);
    pauses.begun(one, minute * 60_000);
    pauses.held(one, minute * 60_000);
  }
});

test("a clock that jumps back gives no endless pause", () => {
  const pauses = createPauses();
  pauses.failed(one, 1_000_000);
  expect(pauses.wait(one, 0)).toBe(0);
  expect(pauses.failed(one, 0)).toBeLessThanOrEqual(longestPause);
  expect(pauses.wait(one, 0)).toBeLessThanOrEqual(longestPause);
});
