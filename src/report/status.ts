/** What `ors status` says. */
import type { Issue } from "../issue/issue.ts";
import { formatPlan } from "../plan/plan-json.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import { formatRefusal, formatState, type ReportedChange } from "./change.ts";
import { formatColumns } from "./columns.ts";
import type { statusDocument } from "./documents/status.ts";
import type { Paint } from "./paint.ts";
import { makeReport, type Report } from "./report.ts";

export type StatusReport = Report<typeof statusDocument>;

export type Compared = {
  readonly changes: readonly ReportedChange[];
  readonly refusals: readonly {
    readonly name: string;
    readonly what: string;
    readonly expected: string | null;
    readonly exitCode: number;
  }[];
  readonly leftAlone: readonly string[];
};

export function makeStatusReport(
  plan: TapPlan,
  takenDown: ReadonlySet<string>,
  { changes, refusals, leftAlone }: Compared,
  issues: readonly Issue[],
): StatusReport {
  const own = {
    ...formatPlan(plan),
    taken_down: [...takenDown],
    in_sync: changes.length + refusals.length === 0,
    changes,
    refusals: refusals.map(({ name, what, expected, exitCode }) => ({
      name,
      what,
      expected,
      exit_code: exitCode,
    })),
    left_alone: leftAlone,
  };
  return makeReport("status", own, issues);
}

/** The plan's rows with their states. */
export function formatStatusReport(report: StatusReport, paint: Paint): string[] {
  const { slaptap, range, taps, taken_down, changes, refusals } = report;
  if (slaptap === null) return ["no slaptap: nothing is planned"];
  const wrong = new Set([...changes, ...refusals].map(({ name }) => name));
  const down = new Set(taken_down);
  const stateOf = (name: string) => {
    if (wrong.has(name)) return paint("red", "differs");
    return down.has(name) ? paint("yellow", "taken down") : paint("green", "as planned");
  };
  const rows = taps.map(({ name, ru, network, gateway }) => [
    `  ${name}`,
    stateOf(name),
    network,
    gateway,
    JSON.stringify(ru),
  ]);
  return [`${slaptap} ${range ?? ""}`.trimEnd(), ...formatColumns(rows)];
}

/** A line for all that differs. */
export function formatDifferences({ refusals, changes }: StatusReport): string[] {
  return [...refusals.map(formatRefusal), ...changes.map(formatState)];
}
