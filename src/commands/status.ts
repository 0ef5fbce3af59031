/** `ors status`: the plan beside what the kernel has. */
import type { TapPlan } from "../address/tap-plan.ts";
import { exitCode } from "../issue/exit-code.ts";
import { formatDifference, formatRefusal } from "../tap/change.ts";
import { type Difference, difference } from "../tap/difference.ts";
import { readKernelState } from "../tap/kernel-state.ts";
import { columns } from "./columns.ts";
import { hasOption, type Run } from "./command.ts";
import { givenPlan } from "./input.ts";
import { printJson } from "./json.ts";
import type { Terminal } from "./terminal.ts";

export const run: Run = async (terminal, invocation) => {
  const { plan, warnings } = await givenPlan(terminal, invocation);
  const found = difference(plan, new Set(), readKernelState());
  const differs = found.changes.length + found.refusals.length > 0;
  if (hasOption(invocation, "json")) {
    printJson(terminal, { ...plan, in_sync: !differs, ...found }, warnings);
  } else {
    if (!hasOption(invocation, "diff")) printPlan(terminal, plan, found);
    printDifference(terminal, found);
  }
  return differs && hasOption(invocation, "diff") ? exitCode.wrong : exitCode.good;
};

function printPlan(terminal: Terminal, plan: TapPlan, { changes, refusals }: Difference): void {
  if (plan.slaptap === null) return terminal.print("no slaptap: nothing is planned");
  const wrong = new Set([...changes, ...refusals].map(({ name }) => name));
  terminal.print(`${plan.slaptap} ${plan.range ?? ""}`.trimEnd());
  const rows = plan.taps.map(({ name, ru, network, gateway }) => [
    `  ${name}`,
    wrong.has(name) ? terminal.paint("red", "differs") : terminal.paint("green", "as planned"),
    network,
    gateway,
    JSON.stringify(ru),
  ]);
  for (const line of columns(rows)) terminal.print(line);
}

function printDifference(terminal: Terminal, { changes, refusals, leftAlone }: Difference): void {
  for (const refusal of refusals) terminal.print(formatRefusal(refusal));
  for (const change of changes) terminal.print(formatDifference(change));
  for (const text of leftAlone) terminal.complain(`warning: ${text}: it is left alone`);
}
