/** `ors plan`: the split of the slaptap's range. */

import type { Run } from "../../console/command.ts";
import type { ValuesOf } from "../../console/definition.ts";
import { printReport } from "../../console/print-report.ts";
import type { Terminal } from "../../console/terminal.ts";
import { accept } from "../../input/accept.ts";
import { findStateFolder, type InputFile } from "../../input/input-file.ts";
import { readSite } from "../../input/read-input.ts";
import { makeUsageError } from "../../input/usage.ts";
import { exitCode } from "../../issue/exit-code.ts";
import type { Issue } from "../../issue/issue.ts";
import { planRange } from "../../plan/plan-range.ts";
import type { TapSplit } from "../../plan/plan-taps.ts";
import { formatMoves } from "../../report/moves.ts";
import { formatPlanReport, makePlanReport } from "../../report/plan.ts";
import { findMoves } from "../moves.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { split, warnings } = await readSplit(terminal, options);
  const isDescribed = options.ruCount !== undefined;
  const moves = isDescribed ? [] : findMoves(findStateFolder(undefined, getInputFile(options)), split.plan);
  const report = makePlanReport(split, moves, warnings);
  printReport(terminal, report, options.json, (one) => [
    ...formatPlanReport(one, !isDescribed),
    ...formatMoves(moves),
  ]);
  return exitCode.good;
};

/** Of an instance, or of a slaptap that is only described. */
async function readSplit(
  terminal: Terminal,
  options: ValuesOf<typeof definition>,
): Promise<{ readonly split: TapSplit; readonly warnings: readonly Issue[] }> {
  const { slaptap, range, ruCount } = options;
  if (slaptap === undefined && range === undefined && ruCount === undefined)
    return readSite(terminal, options);
  if (slaptap === undefined || range === undefined || ruCount === undefined) {
    throw makeUsageError("a slaptap half described", "all of --slaptap, --range and --ru-count");
  }
  return { split: accept(planRange({ slaptap, range, ruCount })).value, warnings: [] };
}

function getInputFile({ file, instance }: ValuesOf<typeof definition>): InputFile | undefined {
  const path = file ?? instance;
  return path === undefined ? undefined : { kind: "instance", path };
}
