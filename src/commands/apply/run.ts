/** `ors apply`: brings the kernel's subtaps to the plan through the trampoline. */
import type { Run } from "../../console/command.ts";
import type { ValuesOf } from "../../console/definition.ts";
import { printReport } from "../../console/print-report.ts";
import type { Terminal } from "../../console/terminal.ts";
import { findInputFile, findStateFolder } from "../../input/input-file.ts";
import { readPlan } from "../../input/read-input.ts";
import { exitCode } from "../../issue/exit-code.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import { formatApplyReport, makeApplyReport } from "../../report/apply.ts";
import { readTakenDown } from "../../state/taken-down.ts";
import { type Applied, applyPlan } from "../../tap/apply-plan.ts";
import { refuseBesideWatch } from "../running-watch.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const input = findInputFile(terminal, options);
  const { plan, testing, warnings } = await readPlan(terminal, input);
  const state = findStateFolder(options.state, input);
  if (!testing && plan.slaptap !== null && !options.dryRun)
    await refuseBesideWatch(terminal, plan.slaptap, plan);
  const { changes, warnings: leftAlone } = testing
    ? nothingMade
    : await bring(terminal, plan, state, options);
  for (const warning of leftAlone) terminal.complain(`warning: ${warning}`);
  const report = makeApplyReport({ dryRun: options.dryRun, changes, leftAlone, testing }, warnings);
  printReport(terminal, report, options.json, formatApplyReport);
  return exitCode.good;
};

const nothingMade: Applied = { changes: [], warnings: ["testing: true: no subtap is made"] };

async function bring(
  terminal: Terminal,
  plan: TapPlan,
  state: string,
  { dryRun, trampoline }: ValuesOf<typeof definition>,
): Promise<Applied> {
  const end = terminal.progress(`bringing ${plan.taps.length} subtaps to the plan`);
  try {
    return await applyPlan(plan, { dryRun, down: readTakenDown(state), trampoline });
  } finally {
    end();
  }
}
