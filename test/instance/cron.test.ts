import { expect, test } from "vitest";
import { isCronSchedule } from "../../src/instance/fields/cron.ts";

test.each([
  "0 3 * * *",
  "59 23 31 12 7",
  "*/5 * * * *",
  "0,30 8-18/2 1,15 jan,jul mon-fri",
  "0 0 * * SUN",
  "0\t0  1 1 *",
  "@hourly",
  "@daily",
  "@weekly",
])("%j is a schedule", (schedule) => {
  expect(isCronSchedule(schedule)).toBe(true);
});

test.each([
  "",
  "0 3 * *",
  "0 3 * * * root",
  "60 * * * *",
  "* 24 * * *",
  "* * 0 * *",
  "* * * 13 *",
  "* * * * 8",
  "5-1 * * * *",
  "*/0 * * * *",
  "*/60 * * * *",
  "5/2 * * * *",
  "1,,2 * * * *",
  "* * mon * *",
  "0 3 * * *\n* * * * *",
  " 0 3 * * *",
  "@reboot",
  "@never",
  "every day",
])("%j is none", (schedule) => {
  expect(isCronSchedule(schedule)).toBe(false);
});
