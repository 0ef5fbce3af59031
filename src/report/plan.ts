/** What `ors plan` says. */
import type { Issue } from "../issue/issue.ts";
import { formatIpv6Network } from "../net/ipv6-network.ts";
import type { TapMove } from "../plan/compare-plans.ts";
import { formatPlan } from "../plan/plan-json.ts";
import type { TapSplit } from "../plan/plan-taps.ts";
import type { planDocument } from "./documents/plan.ts";
import { reportMoves } from "./moves.ts";
import { makeReport, type Report } from "./report.ts";

export type PlanReport = Report<typeof planDocument>;

export function makePlanReport(
  { plan, kept }: TapSplit,
  moves: readonly TapMove[],
  issues: readonly Issue[],
): PlanReport {
  const { slaptap, range, taps } = formatPlan(plan);
  const own = {
    slaptap,
    range,
    kept: kept === null ? null : formatIpv6Network(kept),
    moves: reportMoves(moves),
    taps,
  };
  return makeReport("plan", own, issues);
}

/**
 * The split as the field writes it; behind each part the Radio Unit that it is for:
 *
 *     slaptap16: split 2401:5180:0:66:a200::/71 by 2
 *     preserve         2401:5180:0:66:a200::/73
 *     -> slaptap16-1   2401:5180:0:66:a280::/73   "RU1"
 *     -> slaptap16-2   2401:5180:0:66:a300::/73   "RU2"
 *
 * @param named whether there are Radio Units to name
 */
export function formatPlanReport({ slaptap, range, kept, taps }: PlanReport, named: boolean): string[] {
  if (slaptap === null) return ["no slaptap: nothing to split"];
  if (taps.length === 0) return [`${slaptap}: no CPRI Radio Unit, ${range} is not split`];
  const rows = taps.map(({ name, network, ru }) => [`-> ${name}`, network, JSON.stringify(ru)]);
  const heading =
    kept === null
      ? `${slaptap}: one CPRI Radio Unit, ${range} is not split`
      : `${slaptap}: split ${range} by ${taps.length}`;
  const all = kept === null ? rows : [["preserve", kept], ...rows];
  return [heading, ...alignRows(named ? all : all.map((row) => row.slice(0, 2)))];
}

/** Three columns of space after the longest of each column but the last. */
function alignRows(rows: readonly (readonly string[])[]): string[] {
  const widths = [0, 1].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows.map((row) =>
    row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join("   "),
  );
}
