/** What `ors apply` and `ors down` print. */
import { printJson } from "../console/json.ts";
import type { Terminal } from "../console/terminal.ts";
import type { Issue } from "../issue/issue.ts";
import type { Applied } from "../tap/apply-plan.ts";
import { formatChange, formatDifference } from "../tap/change.ts";

/** A line a change, or that there is nothing to do; with `--json` one document. */
export function printApplied(
  terminal: Terminal,
  { dryRun, json }: { readonly dryRun: boolean; readonly json: boolean },
  { changes, warnings: leftAlone }: Applied,
  warnings: readonly Issue[],
): void {
  if (json) {
    printJson(terminal, { dry_run: dryRun, changes, left_alone: leftAlone }, warnings);
    return;
  }
  for (const warning of leftAlone) terminal.complain(`warning: ${warning}`);
  for (const change of changes) terminal.print(dryRun ? formatDifference(change) : formatChange(change));
  if (changes.length === 0) terminal.print("nothing to do");
}
