/** What `ors apply` and `ors down` say. */
import type { Issue } from "../issue/issue.ts";
import type { TapMove } from "../plan/compare-plans.ts";
import { formatDone, formatPlanned } from "./change.ts";
import type { applyDocument, downDocument } from "./documents/apply.ts";
import { reportMoves } from "./moves.ts";
import { makeReport, type Report } from "./report.ts";

export type ApplyReport = Report<typeof applyDocument>;
export type DownReport = Report<typeof downDocument>;

export type Applied = {
  readonly dryRun: boolean;
  readonly changes: ApplyReport["changes"];
  readonly leftAlone: readonly string[];
};

export type AppliedPlan = { readonly testing: boolean; readonly moves: readonly TapMove[] };

export function makeApplyReport(
  { dryRun, changes, leftAlone, testing, moves }: Applied & AppliedPlan,
  issues: readonly Issue[],
): ApplyReport {
  return makeReport(
    "apply",
    { testing, moves: reportMoves(moves), dry_run: dryRun, changes, left_alone: leftAlone },
    issues,
  );
}

export function makeDownReport(
  { dryRun, changes, leftAlone }: Applied,
  issues: readonly Issue[],
): DownReport {
  return makeReport("down", { dry_run: dryRun, changes, left_alone: leftAlone }, issues);
}

/** A line a change, or that there is nothing to do. */
export function formatApplyReport({ dry_run, changes }: ApplyReport | DownReport): string[] {
  if (changes.length === 0) return ["nothing to do"];
  return changes.map(dry_run ? formatPlanned : formatDone);
}
