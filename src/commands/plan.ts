/** `ors plan`: the split of the slaptap's range. */

import { hasOption, type Invocation, type Run } from "../console/command.ts";
import { printJson } from "../console/json.ts";
import type { Terminal } from "../console/terminal.ts";
import { accept, givenSite, numberOption, requiredOption, usage } from "../input/input.ts";
import { exitCode } from "../issue/exit-code.ts";
import type { Issue } from "../issue/issue.ts";
import { formatSplit } from "../plan/format-split.ts";
import { planRange } from "../plan/plan-range.ts";
import type { TapSplit } from "../plan/plan-taps.ts";

export const run: Run = async (terminal, invocation) => {
  const { split, warnings } = await givenSplit(terminal, invocation);
  if (hasOption(invocation, "json")) printJson(terminal, { ...split.plan, kept: split.kept }, warnings);
  else terminal.print(formatSplit(split));
  return exitCode.good;
};

/** Of an instance, or of a slaptap that is only described. */
async function givenSplit(
  terminal: Terminal,
  invocation: Invocation,
): Promise<{ readonly split: TapSplit; readonly warnings: readonly Issue[] }> {
  const described = ["slaptap", "range", "ru-count"].filter((name) => hasOption(invocation, name));
  if (described.length === 0) return givenSite(terminal, invocation);
  if (hasOption(invocation, "instance")) {
    throw usage(
      `--instance and --${described[0]}`,
      "either an instance, or --slaptap, --range and --ru-count",
    );
  }
  const slaptap = requiredOption(invocation, "slaptap");
  const range = requiredOption(invocation, "range");
  requiredOption(invocation, "ru-count");
  const ruCount = numberOption(invocation, "ru-count") ?? 0;
  return { split: accept(planRange({ slaptap, range, ruCount })).value, warnings: [] };
}
