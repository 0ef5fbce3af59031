/** What `ors undo` says. */
import type { TapMove } from "../plan/compare-plans.ts";
import { formatDone, formatPlanned } from "./change.ts";
import type { undoDocument } from "./documents/apply.ts";
import { formatMoves, reportMoves } from "./moves.ts";
import { formatFileChanges } from "./render.ts";
import { makeReport, type Report } from "./report.ts";

export type UndoReport = Report<typeof undoDocument>;

export type Undone = {
  readonly output: string;
  readonly dryRun: boolean;
  /** A run that did not come to its end was undone. */
  readonly isRolledBack: boolean;
  readonly files: UndoReport["files"];
  readonly changes: UndoReport["changes"];
  readonly leftAlone: readonly string[];
  readonly moves: readonly TapMove[];
};

export function makeUndoReport({
  output,
  dryRun,
  isRolledBack,
  files,
  changes,
  leftAlone,
  moves,
}: Undone): UndoReport {
  const own = { output, rolled_back: isRolledBack, files, moves: reportMoves(moves) };
  return makeReport("undo", { ...own, dry_run: dryRun, changes, left_alone: leftAlone }, []);
}

/** Files first, then subtaps, then Radio Units that move. */
export function formatUndoReport(report: UndoReport, moves: readonly TapMove[]): string[] {
  return [
    ...(report.rolled_back ? ["the last run did not come to its end: back to where it began"] : []),
    ...formatFileChanges(report, false),
    ...report.changes.map(report.dry_run ? formatPlanned : formatDone),
    ...formatMoves(moves),
  ];
}
