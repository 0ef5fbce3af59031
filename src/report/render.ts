/** What `ors render` says. */
import type { Issue } from "../issue/issue.ts";
import type { renderDocument } from "./documents/render.ts";
import { makeReport, type Report } from "./report.ts";

export type RenderReport = Report<typeof renderDocument>;

export type Rendered = {
  readonly output: string;
  readonly dryRun: boolean;
  readonly files: RenderReport["files"];
  readonly diff: string | null;
};

export function makeRenderReport(
  { output, dryRun, files, diff }: Rendered,
  issues: readonly Issue[],
): RenderReport {
  return makeReport("render", { output, dry_run: dryRun, files, diff }, issues);
}

export function formatRenderReport({ files, diff }: RenderReport): string[] {
  return [...files.map(({ path, change }) => `${change} ${path}`), ...(diff ? [diff.trimEnd()] : [])];
}
