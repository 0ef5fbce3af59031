/** What `ors add ru` and `ors add cell` have in common: an edit of a parameter file that is checked before it is kept. */
import { statSync } from "node:fs";
import type { Terminal } from "../console/terminal.ts";
import { accept } from "../input/accept.ts";
import { findInstanceFile, type InstanceOptions } from "../input/input-file.ts";
import { readText } from "../input/read-text.ts";
import { resolveInput } from "../input/resolve-input.ts";
import { makeUsageError } from "../input/usage.ts";
import type { Added } from "../instance/add-shared.ts";
import { FailureError } from "../issue/exit-code.ts";
import type { Outcome } from "../issue/issue.ts";
import { replaceFileSync } from "../output/replace-file.ts";
import { comparePlans } from "../plan/compare-plans.ts";
import { formatMoves } from "../report/moves.ts";

export type EditOptions = InstanceOptions & { readonly dryRun: boolean };

/**
 * Edits the file that the command line names. Throws an InputError where the file is not valid before or after; it
 * stands as before then.
 */
export async function editFile(
  terminal: Terminal,
  options: EditOptions,
  what: string,
  edit: (text: string) => Outcome<Added>,
): Promise<void> {
  const file = findInstanceFile(options);
  if (file === "-") throw makeUsageError("standard input cannot be edited", "a file");
  const text = readText(terminal, file);
  const before = await resolveInput(text, file);
  const { value } = accept(edit(text));
  const after = await resolveInput(value.text, file);
  if (!options.dryRun) writeText(file, value.text);
  terminal.print(`${options.dryRun ? "would add" : "added"} ${what} ${JSON.stringify(value.reference)}`);
  for (const line of formatMoves(comparePlans(before.split.plan, after.split.plan))) terminal.print(line);
}

function writeText(file: string, text: string): void {
  try {
    replaceFileSync(file, text, statSync(file).mode & 0o777);
  } catch (cause) {
    throw new FailureError(`${file}: cannot be written: ${(cause as Error).message}`);
  }
}
