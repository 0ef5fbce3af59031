/** What `ors explain` says. */
import type { Issue } from "../issue/issue.ts";
import type { Origin } from "../site/origin.ts";
import { formatColumns } from "./columns.ts";
import type { explainDocument } from "./documents/explain.ts";
import type { Explained } from "./explained.ts";
import { makeReport, type Report } from "./report.ts";

export type ExplainReport = Report<typeof explainDocument>;

export function makeExplainReport(
  { what, reference, origins }: Explained,
  issues: readonly Issue[],
): ExplainReport {
  const values = Object.entries(origins).map(([name, { value, origin }]) => ({
    name,
    value,
    origin: origin.kind,
    by: describeOrigin(origin),
  }));
  return makeReport("explain", { what, reference, values }, issues);
}

function describeOrigin(origin: Origin): string | null {
  if (origin.kind === "default") return origin.of;
  return origin.kind === "computed" ? origin.rule : null;
}

export function formatExplainReport({ what, reference, values }: ExplainReport): string[] {
  const rows = values.map(({ name, value, origin, by }) => [
    `  ${name}`,
    typeof value === "string" ? value : JSON.stringify(value),
    formatOrigin(origin, by),
  ]);
  return [`${what} ${JSON.stringify(reference)}`, ...formatColumns(rows)];
}

function formatOrigin(origin: ExplainReport["values"][number]["origin"], by: string | null): string {
  if (by === null) return origin;
  return origin === "default" ? `default of ${by}` : `${origin}: ${by}`;
}
