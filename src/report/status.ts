/** What `ors status` says. */
import type { Issue } from "../issue/issue.ts";
import { formatPlan, formatPlannedTap } from "../plan/plan-json.ts";
import type { PlannedTap, TapPlan } from "../plan/tap-plan.ts";
import { formatRefusal, formatState, type ReportedChange } from "./change.ts";
import { formatColumns } from "./columns.ts";
import type { statusDocument } from "./documents/status.ts";
import type { Paint, Style } from "./paint.ts";
import { makeReport, type Report } from "./report.ts";

export type StatusReport = Report<typeof statusDocument>;
type RowState = StatusReport["taps"][number]["state"];

/** What the kernel was compared to. */
export type Compared = {
  readonly rows: readonly { readonly tap: PlannedTap; readonly state: RowState }[];
  readonly changes: readonly ReportedChange[];
  readonly refusals: readonly {
    readonly name: string;
    readonly what: string;
    readonly expected: string | null;
    readonly exitCode: number;
  }[];
  readonly leftAlone: readonly string[];
};

/** What a watch notes of itself. */
export type ReportedWatch = {
  readonly pid: number;
  readonly started: string;
  readonly condition: string;
  readonly problem: string | null;
  readonly planProblem: string | null;
  readonly healed: number;
  readonly lastHealed: string | null;
};

export type Status = {
  readonly plan: TapPlan;
  readonly takenDown: ReadonlySet<string>;
  readonly compared: Compared;
  readonly watch: ReportedWatch | null;
};

export function makeStatusReport(status: Status, issues: readonly Issue[]): StatusReport {
  const { plan, takenDown, compared, watch } = status;
  const { rows, changes, refusals, leftAlone } = compared;
  const { slaptap, range } = formatPlan(plan);
  const isGood = rows.every(({ state }) => state === "as planned" || state === "taken down");
  const own = {
    slaptap,
    range,
    taps: rows.map(({ tap, state }) => ({ ...formatPlannedTap(tap), state })),
    watch: watch && reportWatch(watch),
    taken_down: [...takenDown],
    in_sync: isGood && changes.length + refusals.length === 0,
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

function reportWatch({ pid, started, condition, problem, planProblem, healed, lastHealed }: ReportedWatch) {
  return { pid, started, condition, problem, plan_problem: planProblem, healed, last_healed: lastHealed };
}

/** The plan's rows with their states, and whether a watch runs. */
export function formatStatusReport(report: StatusReport, paint: Paint): string[] {
  const { slaptap, range, taps } = report;
  if (slaptap === null) return ["no slaptap: nothing is planned"];
  const rows = taps.map(({ name, state, network, gateway, ru }) => [
    `  ${name}`,
    paint(getStyle(state), state),
    network,
    gateway,
    JSON.stringify(ru),
  ]);
  return [`${slaptap} ${range ?? ""}`.trimEnd(), ...formatColumns(rows), formatWatch(report.watch, paint)];
}

function getStyle(state: RowState): Style {
  if (state === "as planned") return "green";
  return state === "taken down" ? "yellow" : "red";
}

function formatWatch(watch: StatusReport["watch"], paint: Paint): string {
  if (watch === null) return "no watch runs";
  const { pid, started, condition, problem, plan_problem, healed, last_healed } = watch;
  const drifts = `${healed} ${healed === 1 ? "drift" : "drifts"} healed`;
  const parts = [
    `watch: process ${pid} since ${started}`,
    paint(condition === "in sync" ? "green" : "red", condition),
    last_healed === null ? drifts : `${drifts}, the last at ${last_healed}`,
    problem,
    plan_problem && `an older plan is kept: ${plan_problem}`,
  ];
  return parts.filter(Boolean).join("; ");
}

/** A line for all that differs. */
export function formatDifferences({ refusals, changes }: StatusReport): string[] {
  return [...refusals.map(formatRefusal), ...changes.map(formatState)];
}
