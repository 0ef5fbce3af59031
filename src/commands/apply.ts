/** `ors apply`: brings the kernel's subtaps to the plan through the trampoline. */
import { exitCode } from "../issue/exit-code.ts";
import { type Applied, applyPlan } from "../tap/apply-plan.ts";
import { formatChange, formatDifference } from "../tap/change.ts";
import { readTakenDown } from "../watch/taken-down.ts";
import { hasOption, type Run, textOption } from "./command.ts";
import { givenPlan, givenStateFolder } from "./input.ts";
import { printJson } from "./json.ts";
import type { Terminal } from "./terminal.ts";

export const run: Run = async (terminal, invocation) => {
  const { plan, testing, warnings } = await givenPlan(terminal, invocation);
  const dryRun = hasOption(invocation, "dry-run");
  const end = terminal.progress(`bringing ${plan.taps.length} subtaps to the plan`);
  const applied = testing
    ? { changes: [], warnings: ["testing: true: no subtap is made"] }
    : await applyPlan(plan, {
        dryRun,
        down: readTakenDown(givenStateFolder(invocation)),
        trampoline: textOption(invocation, "trampoline"),
      });
  end();
  if (hasOption(invocation, "json")) {
    printJson(
      terminal,
      { dry_run: dryRun, changes: applied.changes, left_alone: applied.warnings },
      warnings,
    );
  } else {
    printApplied(terminal, applied, dryRun);
  }
  return exitCode.good;
};

/** A line a change, or that there is nothing to do. */
export function printApplied(terminal: Terminal, { changes, warnings }: Applied, dryRun: boolean): void {
  for (const warning of warnings) terminal.complain(`warning: ${warning}`);
  for (const change of changes) terminal.print(dryRun ? formatDifference(change) : formatChange(change));
  if (changes.length === 0) terminal.print("nothing to do");
}
