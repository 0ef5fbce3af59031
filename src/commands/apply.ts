/** `ors apply`: brings the kernel's subtaps to the plan through the trampoline. */

import { hasOption, type Invocation, type Run, textOption } from "../console/command.ts";
import { printJson } from "../console/json.ts";
import type { Terminal } from "../console/terminal.ts";
import { givenPlan, givenStateFolder } from "../input/input.ts";
import { exitCode } from "../issue/exit-code.ts";
import type { Issue } from "../issue/issue.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import { readTakenDown } from "../state/taken-down.ts";
import { type Applied, applyPlan } from "../tap/apply-plan.ts";
import { formatChange, formatDifference } from "../tap/change.ts";

export const run: Run = async (terminal, invocation) => {
  const { plan, testing, warnings } = await givenPlan(terminal, invocation);
  const applied = testing ? nothingMade : await bring(plan, terminal, invocation);
  printApplied(terminal, invocation, applied, warnings);
  return exitCode.good;
};

const nothingMade: Applied = { changes: [], warnings: ["testing: true: no subtap is made"] };

async function bring(plan: TapPlan, terminal: Terminal, invocation: Invocation): Promise<Applied> {
  const end = terminal.progress(`bringing ${plan.taps.length} subtaps to the plan`);
  try {
    return await applyPlan(plan, {
      dryRun: hasOption(invocation, "dry-run"),
      down: readTakenDown(givenStateFolder(invocation)),
      trampoline: textOption(invocation, "trampoline"),
    });
  } finally {
    end();
  }
}

/** A line a change, or that there is nothing to do; with `--json` one document. */
export function printApplied(
  terminal: Terminal,
  invocation: Invocation,
  { changes, warnings: leftAlone }: Applied,
  warnings: readonly Issue[],
): void {
  const dryRun = hasOption(invocation, "dry-run");
  if (hasOption(invocation, "json")) {
    printJson(terminal, { dry_run: dryRun, changes, left_alone: leftAlone }, warnings);
    return;
  }
  for (const warning of leftAlone) terminal.complain(`warning: ${warning}`);
  for (const change of changes) terminal.print(dryRun ? formatDifference(change) : formatChange(change));
  if (changes.length === 0) terminal.print("nothing to do");
}
