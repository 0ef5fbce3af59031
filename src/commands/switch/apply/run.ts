/** `ors switch apply`. */
import type { Run } from "../../../console/command.ts";
import { printReport } from "../../../console/print-report.ts";
import { readText } from "../../../input/read-text.ts";
import { exitCode, InputError } from "../../../issue/exit-code.ts";
import { formatIssue } from "../../../issue/format.ts";
import { askSwitch } from "../../../link/switch/control/ask-switch.ts";
import { questionMark } from "../../../link/switch/control/protocol.ts";
import { formatSwitchChanges } from "../../../report/switch/format.ts";
import { makeSwitchApplyReport } from "../../../report/switch/reports.ts";
import { checkLength } from "../../../vlan/load-configuration.ts";
import { locateIssues } from "../../../vlan/locate-issues.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, { file, control, dryRun, json }) => {
  const text = readText(terminal, file);
  const tooLong = checkLength(text);
  if (tooLong.length > 0) throw new InputError(tooLong);
  const answer = await askSwitch(control, dryRun ? `${questionMark}changes\n${text}` : text);
  const issues = await locateIssues(answer.issues, text, file);
  if (!answer.ok) throw new InputError(issues, text);
  for (const issue of issues) terminal.complain(formatIssue(issue));
  const { changes, generation } = answer;
  const report = makeSwitchApplyReport({ dry_run: dryRun, generation, changes }, issues);
  printReport(terminal, report, json, () => formatSwitchChanges(changes, dryRun));
  return exitCode.good;
};
