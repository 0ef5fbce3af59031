/** `ors undo`: the files that stood before the last run, and their subtaps, put back as one. */
import { join, resolve } from "node:path";
import type { Run } from "../../console/command.ts";
import type { ValuesOf } from "../../console/definition.ts";
import { printReport } from "../../console/print-report.ts";
import { accept } from "../../input/accept.ts";
import { exitCode, FailureError } from "../../issue/exit-code.ts";
import { type EarlierFiles, readEarlierFiles, undoFiles } from "../../output/earlier-files.ts";
import { previewFiles } from "../../output/preview.ts";
import { parsePlan } from "../../plan/parse-plan.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import { formatUndoReport, makeUndoReport } from "../../report/undo.ts";
import { noteAppliedPlan, readAppliedPlan } from "../../state/applied-plan.ts";
import { readTakenDown } from "../../state/taken-down.ts";
import { type Applied, applyPlan } from "../../tap/apply-plan.ts";
import { findMovesInFolder } from "../moves.ts";
import { refuseBesideWatch } from "../running-watch.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { output, dryRun } = options;
  const kept = { directory: output, state: resolve(options.state ?? join(output, "..", "var")) };
  const earlier = readEarlierFiles(kept);
  if (earlier === null)
    throw new FailureError(`${output}: no earlier files are kept in ${kept.state}: nothing to undo`);
  const plan = findPlan(earlier, kept.state);
  const moves = plan === null ? [] : findMovesInFolder(output, plan);
  const down = readTakenDown(kept.state);
  if (plan !== null && !dryRun)
    await refuseBesideWatch(terminal, plan.slaptap, plan, join(output, "plan.json"));
  // what is refused is known before anything changes
  let applied = plan === null ? nothingApplied : await applyPlan(plan, { dryRun: true, down });
  const bring = async () => {
    if (plan !== null) applied = await bringSubtaps(plan, kept.state, options);
  };
  const files = dryRun ? previewFiles(output, earlier.files) : await undoFiles(kept, earlier, bring);
  for (const warning of applied.warnings) terminal.complain(`warning: ${warning}`);
  const { changes, warnings: leftAlone } = applied;
  const undone = { output, dryRun, isRolledBack: earlier.isPending, files, changes, leftAlone, moves };
  printReport(terminal, makeUndoReport(undone), options.json, (report) => formatUndoReport(report, moves));
  return exitCode.good;
};

const nothingApplied: Applied = { changes: [], warnings: [] };

/** The plan among the files; null where none was ever applied, so that no subtap belongs to them. */
function findPlan({ files }: EarlierFiles, state: string): TapPlan | null {
  const file = files.find(({ path }) => path === "plan.json");
  if (file === undefined || readAppliedPlan(state) === null) return null;
  return accept(parsePlan(file.content, "plan.json")).value;
}

async function bringSubtaps(
  plan: TapPlan,
  state: string,
  { trampoline }: ValuesOf<typeof definition>,
): Promise<Applied> {
  const applied = await applyPlan(plan, { down: readTakenDown(state), trampoline });
  noteAppliedPlan(state, plan);
  return applied;
}
