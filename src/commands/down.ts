/** `ors down`: removes an instance's subtaps. A slaptap's name is enough: parameters may be invalid by then. */

import { hasOption, type Invocation, type Run, textOption } from "../console/command.ts";
import type { Terminal } from "../console/terminal.ts";
import { givenPlan, usage } from "../input/input.ts";
import { exitCode } from "../issue/exit-code.ts";
import { interfaceNameRule, isInterfaceName } from "../net/interface-name.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import { applyPlan } from "../tap/apply-plan.ts";
import { printApplied } from "./apply.ts";

export const run: Run = async (terminal, invocation) => {
  const plan = { ...(await givenSlaptap(terminal, invocation)), taps: [] };
  const dryRun = hasOption(invocation, "dry-run");
  const applied = await applyPlan(plan, { dryRun, trampoline: textOption(invocation, "trampoline") });
  printApplied(terminal, invocation, applied, []);
  return exitCode.good;
};

async function givenSlaptap(terminal: Terminal, invocation: Invocation): Promise<Omit<TapPlan, "taps">> {
  const slaptap = textOption(invocation, "slaptap");
  if (slaptap === undefined) return (await givenPlan(terminal, invocation)).plan;
  if (hasOption(invocation, "instance") || hasOption(invocation, "plan")) {
    throw usage("--slaptap beside --instance or --plan", "one of the three");
  }
  if (!isInterfaceName(slaptap)) throw usage(`"${slaptap}" is no name of a TAP`, interfaceNameRule);
  return { slaptap, range: null };
}
