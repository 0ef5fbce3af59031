/** What `ors convert` says. */
import type { Compared } from "../../convert/compare-sites.ts";
import type { LayoutChange } from "../../convert/layout-changes.ts";
import type { Rewrite } from "../../convert/rewrite.ts";
import type { Issue } from "../../issue/issue.ts";
import { makeReport, type Report } from "../report.ts";
import type { convertDocument } from "./convert-document.ts";

export type ConvertReport = Report<typeof convertDocument>;

export type Conversion = {
  readonly text: string;
  readonly rewrites: readonly Rewrite[];
  readonly changes: readonly LayoutChange[];
  readonly moves: readonly Compared[];
  readonly stays: readonly string[];
};

export function makeConvertReport(
  { text, rewrites, changes, moves, stays }: Conversion,
  issues: readonly Issue[],
): ConvertReport {
  const own = {
    parameters: text,
    rewrites: rewrites.map(({ place, what }) => ({ place, what })),
    changes: changes.map(({ what, before, after, settings }) => ({
      what,
      before,
      after,
      settings: [...settings],
    })),
    moves: moves.map(({ what, before, after }) => ({ what, before, after })),
    stays: [...stays],
  };
  return makeReport("convert", own, issues);
}

/** All but the parameters themselves. */
export function formatConvertReport({ rewrites, changes, moves, stays }: ConvertReport): string[] {
  if (rewrites.length === 0) return ["nothing to convert: the parameters are of the newer form"];
  return [
    ...formatSection(
      "written anew:",
      rewrites.map(({ place, what }) => `${place}: ${what}`),
    ),
    ...formatSection("changes on the air:", changes.map(formatCompared)),
    ...formatSection("changes beside:", moves.map(formatCompared)),
    ...formatSection("stays:", stays),
  ];
}

function formatCompared({ what, before, after }: Compared): string {
  return `${what}: ${before} → ${after}`;
}

function formatSection(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}
