import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createResetSchedule } from "../../src/mplane/managed/schedule-resets.ts";

const hour = 3_600_000;
const zone = process.env.TZ;

beforeEach(() => {
  process.env.TZ = "Europe/Paris";
});
afterEach(() => {
  vi.useRealTimers();
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

/** Times in UTC at which a schedule resets, in so many hours from a moment on. */
async function listResets(schedule: string, from: string, hours: number): Promise<string[]> {
  vi.useFakeTimers({ now: new Date(from) });
  const times: string[] = [];
  const resets = createResetSchedule(() => times.push(new Date().toISOString().slice(0, 16)));
  resets.set(schedule);
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(hours * hour);
  resets.close();
  return times;
}

// clocks go from 02:00 to 03:00 at 01:00 UTC on 28 March 2027, and back from 03:00 to 02:00 at 01:00 UTC on 31 October 2027
test.each([
  ["a time of every day", "0 4 * * *", "2027-03-27T12:00Z", 48, ["2027-03-28T02:00", "2027-03-29T02:00"]],
  [
    "a time that is left out comes once, right after it",
    "30 2 * * *",
    "2027-03-27T22:00Z",
    24,
    ["2027-03-28T01:00"],
  ],
  ["a time that is repeated comes once", "30 2 * * *", "2027-10-30T22:00Z", 24, ["2027-10-31T00:30"]],
  [
    "a day of the month or a day of the week is enough",
    "0 12 10 * mon",
    "2027-05-09T00:00Z",
    72,
    ["2027-05-10T10:00"],
  ],
  ["either of them", "0 12 11 * mon", "2027-05-09T00:00Z", 72, ["2027-05-10T10:00", "2027-05-11T10:00"]],
  ["a nickname", "@daily", "2027-05-09T00:00Z", 24, ["2027-05-09T22:00"]],
] as const)("%s: %s", async (_, schedule, from, hours, expected) => {
  expect(await listResets(schedule, from, hours)).toEqual(expected);
});

test("another schedule takes the place of the one before, and none ends it", async () => {
  vi.useFakeTimers({ now: new Date("2027-05-09T00:00Z") });
  const reset = vi.fn();
  const resets = createResetSchedule(reset);
  resets.set("0 1 * * *");
  resets.set("0 5 * * *");
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(6 * hour);
  expect(reset).toHaveBeenCalledTimes(1);
  resets.set(null);
  await vi.advanceTimersByTimeAsync(48 * hour);
  expect(reset).toHaveBeenCalledTimes(1);
});
