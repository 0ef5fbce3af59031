/** What a command says in place of its own report where it fails. */
import type { Issue } from "../issue/issue.ts";
import type { problemsDocument } from "./documents/problems.ts";
import { makeReport, type Report } from "./report.ts";

export type ProblemsReport = Report<typeof problemsDocument>;

export function makeProblemsReport(
  command: string | null,
  exitCode: number,
  issues: readonly Issue[],
): ProblemsReport {
  return makeReport("problems", { command, exit_code: exitCode }, issues);
}
