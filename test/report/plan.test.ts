import { expect, test } from "vitest";
import { planRange } from "../../src/plan/plan-range.ts";
import { formatPlanReport, makePlanReport } from "../../src/report/plan.ts";

/** The lines for a slaptap that is described, with Radio Units RU1, RU2, … */
function format(slaptap: string, range: string, ruCount: number, named = false): string[] {
  const { value } = planRange({ slaptap, range, ruCount });
  return value === undefined ? [] : formatPlanReport(makePlanReport(value, [], []), named);
}

test("a plan is printed as a list of what stays and what goes where", () => {
  expect(format("slaptap16", "2401:5180:0:66:a200::1/71", 2)).toEqual([
    "slaptap16: split 2401:5180:0:66:a200::/71 by 2",
    "preserve         2401:5180:0:66:a200::/73",
    "-> slaptap16-1   2401:5180:0:66:a280::/73",
    "-> slaptap16-2   2401:5180:0:66:a300::/73",
  ]);
});

test("a plan of an instance names the Radio Unit of each part", () => {
  expect(format("t", "fd00::/64", 2, true).slice(1)).toEqual([
    "preserve   fd00::/66",
    '-> t-1     fd00::4000:0:0:0/66   "RU1"',
    '-> t-2     fd00::8000:0:0:0/66   "RU2"',
  ]);
});

test("a plan keeps its columns when the numbers grow", () => {
  const lines = format("t", "fd00::/64", 10).slice(1);
  expect(lines.length).toBe(11);
  expect(new Set(lines.map((line) => line.indexOf("fd00"))).size).toBe(1);
});

test("a plan says so where nothing is split", () => {
  expect(format("slaptap16", "fd00::/64", 0)).toEqual([
    "slaptap16: no CPRI Radio Unit, fd00::/64 is not split",
  ]);
  expect(format("slaptap16", "fd00::/64", 1)).toEqual([
    "slaptap16: one CPRI Radio Unit, fd00::/64 is not split",
    "-> slaptap16   fd00::/64",
  ]);
});
