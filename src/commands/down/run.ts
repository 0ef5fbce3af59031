/** `ors down`: removes an instance's subtaps. A slaptap's name is enough: parameters may be invalid by then. */

import type { Run } from "../../console/command.ts";
import type { ValuesOf } from "../../console/definition.ts";
import { printReport } from "../../console/print-report.ts";
import type { Terminal } from "../../console/terminal.ts";
import { findInputFile } from "../../input/input-file.ts";
import { readPlan } from "../../input/read-input.ts";
import { makeUsageError } from "../../input/usage.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { interfaceNameRule, isInterfaceName } from "../../net/interface-name.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import { formatApplyReport, makeDownReport } from "../../report/apply.ts";
import { applyPlan } from "../../tap/apply-plan.ts";
import { refuseBesideWatch } from "../running-watch.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const plan = { ...(await findSlaptap(terminal, options)), taps: [] };
  if (plan.slaptap !== null && !options.dryRun) await refuseBesideWatch(terminal, plan.slaptap, null);
  const applied = await applyPlan(plan, options);
  for (const warning of applied.warnings) terminal.complain(`warning: ${warning}`);
  const { dryRun } = options;
  const report = makeDownReport({ dryRun, changes: applied.changes, leftAlone: applied.warnings }, []);
  printReport(terminal, report, options.json, formatApplyReport);
  return exitCode.good;
};

async function findSlaptap(
  terminal: Terminal,
  options: ValuesOf<typeof definition>,
): Promise<Omit<TapPlan, "taps">> {
  const { slaptap } = options;
  if (slaptap === undefined) return (await readPlan(terminal, findInputFile(terminal, options))).plan;
  if (!isInterfaceName(slaptap))
    throw makeUsageError(`"${slaptap}" is not a valid TAP name`, interfaceNameRule);
  return { slaptap, range: null };
}
