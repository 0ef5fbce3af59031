/** What `ors render` says. */
import type { Issue } from "../issue/issue.ts";
import type { TapMove } from "../plan/compare-plans.ts";
import type { renderDocument } from "./documents/render.ts";
import { reportMoves } from "./moves.ts";
import type { Paint } from "./paint.ts";
import { makeReport, type Report } from "./report.ts";

export type RenderReport = Report<typeof renderDocument>;

export type Rendered = {
  readonly output: string;
  readonly dryRun: boolean;
  readonly files: RenderReport["files"];
  readonly moves: readonly TapMove[];
  readonly diff: string | null;
};

export function makeRenderReport(
  { output, dryRun, files, moves, diff }: Rendered,
  issues: readonly Issue[],
): RenderReport {
  return makeReport("render", { output, dry_run: dryRun, files, moves: reportMoves(moves), diff }, issues);
}

/** A line a file, but for those that are unchanged, and how many there are of each. */
export function formatRenderReport(report: RenderReport, isVerbose: boolean, paint: Paint): string[] {
  const diff = report.diff ? report.diff.trimEnd().split("\n") : [];
  return [...formatFileChanges(report, isVerbose), ...diff.map((line) => paintDiffLine(line, paint))];
}

/** As git shows it: headers stand out, what comes is green, what goes red. */
function paintDiffLine(line: string, paint: Paint): string {
  if (/^(?:---|\+\+\+) /.test(line)) return paint("bold", line);
  if (line.startsWith("+")) return paint("green", line);
  return line.startsWith("-") ? paint("red", line) : line;
}

export function formatFileChanges(
  { files, dry_run }: Pick<RenderReport, "files" | "dry_run">,
  isVerbose: boolean,
): string[] {
  const shown = files.filter(({ change }) => isVerbose || change !== "unchanged");
  return [
    ...shown.map(({ path, change }) => `${dry_run ? wouldBe[change] : change} ${path}`),
    `${countChanges(files)}${dry_run ? " (dry run: nothing was written)" : ""}`,
  ];
}

const wouldBe = {
  created: "would create",
  changed: "would change",
  removed: "would remove",
  unchanged: "unchanged",
} as const;

/** `1 created, 3 unchanged` */
function countChanges(files: RenderReport["files"]): string {
  const counts = new Map<string, number>();
  for (const { change } of files) counts.set(change, (counts.get(change) ?? 0) + 1);
  return [...counts].map(([change, count]) => `${count} ${change}`).join(", ");
}
