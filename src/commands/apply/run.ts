/** `ors apply`: brings the kernel's subtaps to the plan through the trampoline. */
import { join, resolve } from "node:path";
import type { Run } from "../../console/command.ts";
import type { ValuesOf } from "../../console/definition.ts";
import { printReport } from "../../console/print-report.ts";
import type { Terminal } from "../../console/terminal.ts";
import { findInputFile, findStateFolder, type InputFile } from "../../input/input-file.ts";
import { readPlan, readSite } from "../../input/read-input.ts";
import { makeUsageError } from "../../input/usage.ts";
import { exitCode } from "../../issue/exit-code.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import { formatApplyReport, makeApplyReport } from "../../report/apply.ts";
import { formatMoves } from "../../report/moves.ts";
import { noteAppliedPlan } from "../../state/applied-plan.ts";
import { readTakenDown } from "../../state/taken-down.ts";
import { type Applied, applyPlan } from "../../tap/apply-plan.ts";
import { findMoves } from "../moves.ts";
import { refuseBesideWatch } from "../running-watch.ts";
import { awaitConfirmation, findPlanBefore } from "./confirm.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const input = findInputFile(terminal, options);
  const { plan, testing, warnings } = await readPlan(terminal, input, options.strict);
  const state = findStateFolder(options.state, input);
  const isChanging = !testing && plan.slaptap !== null && !options.dryRun;
  if (isChanging) await refuseBesideWatch(terminal, plan.slaptap, plan);
  const { confirmWithin } = options;
  const before = isChanging && confirmWithin !== undefined ? await findPlanBefore(state, plan) : null;
  const moves = findMoves(state, plan);
  if (options.render !== undefined) await renderFirst(terminal, input, options.render, options);
  const { changes, warnings: leftAlone } = testing
    ? nothingMade
    : await bring(terminal, plan, state, options);
  for (const warning of leftAlone) terminal.complain(`warning: ${warning}`);
  const report = makeApplyReport({ dryRun: options.dryRun, changes, leftAlone, testing, moves }, warnings);
  printReport(terminal, report, options.json, (one) => [...formatApplyReport(one), ...formatMoves(moves)]);
  if (before !== null && changes.length > 0 && !(await isKept(terminal, options))) {
    await bring(terminal, before, state, options);
    terminal.complain("not confirmed: the subtaps are as before");
    return exitCode.wrong;
  }
  if (isChanging) notePlan(terminal, state, plan);
  return options.detailedExitCode && changes.length > 0 ? exitCode.wrong : exitCode.good;
};

function isKept(terminal: Terminal, { confirmWithin = 0 }: ApplyOptions): Promise<boolean> {
  terminal.complain(`press Enter within ${confirmWithin} s to keep this`);
  return awaitConfirmation(confirmWithin);
}

type ApplyOptions = ValuesOf<typeof definition>;

/** Loads what renders only here. The files go first: what reads them finds the new ones when the subtaps change. */
async function renderFirst(
  terminal: Terminal,
  input: InputFile,
  output: string,
  { dryRun, json }: ApplyOptions,
): Promise<void> {
  if (input.kind === "plan") throw makeUsageError("--render with a plan", "the file of parameters");
  const [{ renderFiles }, { formatRenderReport, makeRenderReport }] = await Promise.all([
    import("../render-files.ts"),
    import("../../report/render.ts"),
  ]);
  const site = await readSite({ ...terminal, complain: () => {} }, { instance: input.path });
  const state = resolve(join(output, "..", "var"));
  const rendered = await renderFiles(site, { output, state, dryRun, diff: false });
  const report = makeRenderReport({ output, dryRun, ...rendered }, []);
  // with --json there is one document, that of the subtaps
  if (!json) for (const line of formatRenderReport(report, false, terminal.paint)) terminal.print(line);
}

/** For the next run to compare with; that it cannot be noted changes nothing of what was done. */
function notePlan(terminal: Terminal, state: string, plan: TapPlan): void {
  try {
    noteAppliedPlan(state, plan);
  } catch (cause) {
    terminal.complain(`warning: ${state}: the plan could not be noted: ${(cause as Error).message}`);
  }
}

const nothingMade: Applied = { changes: [], warnings: ["testing: true: no subtap is made"] };

async function bring(
  terminal: Terminal,
  plan: TapPlan,
  state: string,
  { dryRun, trampoline }: ApplyOptions,
): Promise<Applied> {
  const end = terminal.progress(`bringing ${plan.taps.length} subtaps to the plan`);
  try {
    return await applyPlan(plan, { dryRun, down: readTakenDown(state), trampoline });
  } finally {
    end();
  }
}
