/** `ors status`: the plan beside what the kernel has. */
import type { Run } from "../../console/command.ts";
import { printReport } from "../../console/print-report.ts";
import { findInputFile, findStateFolder } from "../../input/input-file.ts";
import { readPlan } from "../../input/read-input.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { formatDifferences, formatStatusReport, makeStatusReport } from "../../report/status.ts";
import { readTakenDown } from "../../state/taken-down.ts";
import { compareWithKernel } from "../../tap/difference.ts";
import { readKernelState } from "../../tap/kernel-state.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const input = findInputFile(terminal, options);
  const { plan, warnings } = await readPlan(terminal, input);
  const down = readTakenDown(findStateFolder(options.state, input));
  const found = compareWithKernel(plan, down, readKernelState());
  for (const text of found.leftAlone) terminal.complain(`warning: ${text}: it is left alone`);
  const report = makeStatusReport(plan, down, found, warnings);
  printReport(terminal, report, options.json, (one) => [
    ...(options.diff ? [] : formatStatusReport(one, terminal.paint)),
    ...formatDifferences(one),
  ]);
  return options.diff && !report.in_sync ? exitCode.wrong : exitCode.good;
};
