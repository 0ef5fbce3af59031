/** `ors plan`: the split of the slaptap's range. */

import type { Run } from "../../console/command.ts";
import type { ValuesOf } from "../../console/definition.ts";
import { printJson } from "../../console/json.ts";
import type { Terminal } from "../../console/terminal.ts";
import { accept } from "../../input/accept.ts";
import { readSite } from "../../input/read-input.ts";
import { makeUsageError } from "../../input/usage.ts";
import { exitCode } from "../../issue/exit-code.ts";
import type { Issue } from "../../issue/issue.ts";
import { formatIpv6Network } from "../../net/ipv6-network.ts";
import { formatSplit } from "../../plan/format-split.ts";
import { formatPlan } from "../../plan/plan-json.ts";
import { planRange } from "../../plan/plan-range.ts";
import type { TapSplit } from "../../plan/plan-taps.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { split, warnings } = await readSplit(terminal, options);
  if (options.json)
    printJson(
      terminal,
      { ...formatPlan(split.plan), kept: split.kept && formatIpv6Network(split.kept) },
      warnings,
    );
  else terminal.print(formatSplit(split));
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
