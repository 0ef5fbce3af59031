import { expect, test } from "vitest";
import {
  firstPauseMs,
  getWaitMs,
  maxPauseMs,
  maxPromptChanges,
  noRetries,
  noteBegun,
  noteFailed,
  noteHealed,
  noteMade,
  type Retries,
} from "../../src/watch/reconcile/retries.ts";

const one = ["changed slaptap16-1 mtu"];
const other = ["created slaptap16-2 addr"];

test("the pause grows with each failure, up to the longest", () => {
  let retries = noRetries;
  let now = 0;
  const lengths = Array.from({ length: 12 }, () => {
    const failed = noteFailed(retries, one, now);
    expect(getWaitMs(failed.retries, one, now)).toBe(failed.pauseMs);
    now += failed.pauseMs;
    expect(getWaitMs(failed.retries, one, now)).toBe(0);
    // However long a try takes, it is no quiet time.
    retries = noteBegun(failed.retries, one, now);
    now += 10_000;
    return failed.pauseMs;
  });
  expect(lengths.slice(0, 4)).toEqual([firstPauseMs, 30, 90, 270]);
  expect(lengths.slice(-2)).toEqual([maxPauseMs, maxPauseMs]);
});

test.each([
  ["healed", (retries: Retries) => noteHealed(retries, one, 50).retries],
  ["made for the plan", (retries: Retries) => noteMade(retries, one, 50)],
])("a change that was %s begins with the shortest pause again", (_, note) => {
  const twice = noteFailed(noteFailed(noRetries, one, 0).retries, one, 20).retries;
  expect(noteFailed(note(twice), one, 100).pauseMs).toBe(firstPauseMs);
});

test("after a long quiet time the failures are forgotten, before it they are not", () => {
  let retries = noRetries;
  for (let i = 0; i < 5; i++) retries = noteFailed(retries, one, i).retries;
  const pauseMs = firstPauseMs * 3 ** 4;
  const soon = noteBegun(retries, one, 4 + 5 * pauseMs);
  expect(noteFailed(soon, one, 4 + 5 * pauseMs).pauseMs).toBe(3 * pauseMs);
  const late = noteBegun(retries, one, 4 + 5 * pauseMs + 1);
  expect(noteFailed(late, one, 4 + 5 * pauseMs + 1).pauseMs).toBe(firstPauseMs);
});

test("a pause is a whole number of milliseconds, whatever the clock says", () => {
  const { retries } = noteFailed(noRetries, one, 0.1);
  expect(noteFailed(retries, one, 123_456.789).pauseMs).toBe(30);
});

test("another change does not wait for one that fails", () => {
  const { retries } = noteFailed(noRetries, one, 0);
  expect([getWaitMs(retries, one, 0), getWaitMs(retries, other, 0)]).toEqual([firstPauseMs, 0]);
  expect(getWaitMs(retries, [...one, ...other], 0)).toBe(0);
});

test("of several changes that fail, the shortest pause counts", () => {
  const first = noteFailed(noRetries, one, 0);
  expect(noteFailed(first.retries, [...one, ...other], 0).pauseMs).toBe(firstPauseMs);
});

test("a thousand quick drifts are healed at once, a fight without end is not", () => {
  let retries = noRetries;
  let now = 0;
  for (let round = 0; round < maxPromptChanges; round++) {
    expect(getWaitMs(retries, one, now)).toBe(0);
    now += 10;
    retries = noteHealed(noteBegun(retries, one, now - 10), one, now).retries;
  }
  const runs = [];
  while (now < 10 * 60_000) {
    now += getWaitMs(retries, one, now) + 10;
    retries = noteHealed(noteBegun(retries, one, now - 10), one, now).retries;
    runs.push(now);
  }
  // Ten minutes of fighting: some seconds' worth at once, then ever rarer.
  expect(runs.length).toBeLessThan(100);
  expect((runs.at(-1) ?? 0) - (runs.at(-2) ?? 0)).toBeGreaterThan(10_000);
});

test("the most repeated of the changes is named, with its number", () => {
  const often = noteHealed(noteHealed(noRetries, other, 0).retries, other, 10).retries;
  expect(noteHealed(often, [...one, ...other], 20).maxRepeated).toEqual({ change: other[0], times: 3 });
});

test("the thousandth prompt healing is still prompt, the next one is paused", () => {
  let retries = noRetries;
  for (let round = 0; round < maxPromptChanges; round++) retries = noteHealed(retries, one, 0).retries;
  expect(getWaitMs(retries, one, 0)).toBe(0);
  expect(getWaitMs(noteHealed(retries, one, 0).retries, one, 0)).toBe(firstPauseMs);
});

test("a drift once a minute is healed at once for ever", () => {
  let retries = noRetries;
  for (let now = 60_000; now < 5000 * 60_000; now += 60_000) {
    expect(getWaitMs(retries, one, now)).toBe(0);
    const healed = noteHealed(noteBegun(retries, one, now), one, now);
    expect(healed.maxRepeated.times).toBe(1);
    retries = healed.retries;
  }
});

test("a clock that jumps back gives no endless pause", () => {
  const { retries } = noteFailed(noRetries, one, 1_000_000);
  expect(getWaitMs(retries, one, 0)).toBe(0);
  const failed = noteFailed(retries, one, 0);
  expect(failed.pauseMs).toBeLessThanOrEqual(maxPauseMs);
  expect(getWaitMs(failed.retries, one, 0)).toBeLessThanOrEqual(maxPauseMs);
});

test("changes that nobody has made for long are forgotten where there are very many", () => {
  const many = Array.from({ length: 10_001 }, (_, number) => `removed slaptap16-1 addr ${number}`);
  const retries = noteMade(noRetries, many, 0);
  expect(noteMade(retries, one, 4 * maxPauseMs).size).toBe(many.length + 1);
  expect(noteMade(retries, one, 4 * maxPauseMs + 1).size).toBe(1);
});
