/** `ors status`: the plan beside what the kernel has. */
import type { Run } from "../../console/command.ts";
import { printReport } from "../../console/print-report.ts";
import type { Terminal } from "../../console/terminal.ts";
import { findInputFile, findStateFolder } from "../../input/input-file.ts";
import { readPlan } from "../../input/read-input.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { formatDifferences, formatStatusReport, makeStatusReport } from "../../report/status.ts";
import { readTakenDown } from "../../state/taken-down.ts";
import { describeOtherVersion, isWatchAlive, readWatchStatus } from "../../state/watch-status.ts";
import { type KernelState, readKernelState } from "../../tap/kernel-state.ts";
import { compareEachTap } from "../../tap/tap-states.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const input = findInputFile(terminal, options);
  const read = await readPlan(terminal, input);
  if (read.testing) terminal.complain("testing: true: no subtap is made");
  const plan = read.testing ? { ...read.plan, taps: [] } : read.plan;
  const state = findStateFolder(options.state, input);
  const takenDown = readTakenDown(state);
  const compared = compareEachTap(plan, takenDown, tryToReadKernel(terminal));
  for (const text of compared.leftAlone) terminal.complain(`warning: ${text}: it is left alone`);
  const found = readWatchStatus(state);
  const watch = found !== null && isWatchAlive(found) ? found : null;
  const otherVersion = watch && describeOtherVersion(watch);
  if (otherVersion) terminal.complain(`warning: ${otherVersion}`);
  const report = makeStatusReport({ plan, takenDown, compared, watch }, read.warnings);
  printReport(terminal, report, options.json, (one) => [
    ...(options.diff ? [] : formatStatusReport(one, terminal.paint)),
    ...formatDifferences(one),
  ]);
  return report.in_sync ? exitCode.good : exitCode.wrong;
};

/** Null where it cannot be read: then nothing is known of any TAP. */
function tryToReadKernel(terminal: Terminal): KernelState | null {
  try {
    return readKernelState();
  } catch (cause) {
    terminal.complain(`ors: the kernel's state cannot be read: ${(cause as Error).message}`);
    return null;
  }
}
