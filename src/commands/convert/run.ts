/** `ors convert`: parameters of the older form in the newer one, and what that changes. */
import type { Run } from "../../console/command.ts";
import { compareSites } from "../../convert/compare-sites.ts";
import { convertText } from "../../convert/convert-text.ts";
import { listLayoutChanges } from "../../convert/layout-changes.ts";
import { findInstanceFile } from "../../input/input-file.ts";
import { readText } from "../../input/read-text.ts";
import { type ResolvedInput, resolveInput } from "../../input/resolve-input.ts";
import { exitCode, InputError } from "../../issue/exit-code.ts";
import { formatIssue } from "../../issue/format.ts";
import { formatConvertReport, makeConvertReport } from "../../report/conversion/convert-report.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const file = findInstanceFile(options);
  const text = readText(terminal, file);
  const before = await resolveInput(text, file);
  const converted = convertText(text, before.site);
  const after = await resolveConverted(converted.text, file);
  const compared = compareSites(before.site, after.site);
  const changes = listLayoutChanges(before.site, after.site);
  const report = makeConvertReport({ ...converted, ...compared, changes }, after.warnings);
  if (options.json) terminal.print(JSON.stringify(report, null, 2));
  else {
    for (const warning of after.warnings) terminal.complain(formatIssue(warning));
    for (const line of formatConvertReport(report)) terminal.complain(line);
    terminal.print(report.parameters.trimEnd());
  }
  return exitCode.good;
};

/** What the newer form asks for and the older did without is wrong in it; its lines are nobody's. */
async function resolveConverted(text: string, file: string): Promise<ResolvedInput> {
  try {
    return await resolveInput(text, file);
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    const issues = cause.issues.map(({ position: _, ...issue }) => ({
      ...issue,
      what: `${issue.what}, in the newer form`,
    }));
    throw new InputError(issues);
  }
}
