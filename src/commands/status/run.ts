/** `ors status`: the plan beside what the kernel has. */

import { columns } from "../../console/columns.ts";
import type { Run } from "../../console/command.ts";
import { printJson } from "../../console/json.ts";
import type { Terminal } from "../../console/terminal.ts";
import { findInputFile, findStateFolder } from "../../input/input-file.ts";
import { readPlan } from "../../input/read-input.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { formatIpv6Address, formatIpv6Network } from "../../net/ipv6-network.ts";
import { formatPlan } from "../../plan/plan-json.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import { readTakenDown } from "../../state/taken-down.ts";
import { formatDifference, formatRefusal } from "../../tap/change.ts";
import { type Difference, difference } from "../../tap/difference.ts";
import { readKernelState } from "../../tap/kernel-state.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const input = findInputFile(terminal, options);
  const { plan, warnings } = await readPlan(terminal, input);
  const down = readTakenDown(findStateFolder(options.state, input));
  const found = difference(plan, down, readKernelState());
  const differs = found.changes.length + found.refusals.length > 0;
  if (options.json) {
    printJson(
      terminal,
      { ...formatPlan(plan), taken_down: [...down], in_sync: !differs, ...found },
      warnings,
    );
  } else {
    if (!options.diff) printPlan(terminal, plan, down, found);
    printDifference(terminal, found);
  }
  return differs && options.diff ? exitCode.wrong : exitCode.good;
};

function printPlan(
  terminal: Terminal,
  plan: TapPlan,
  down: ReadonlySet<string>,
  { changes, refusals }: Difference,
): void {
  if (plan.slaptap === null) {
    terminal.print("no slaptap: nothing is planned");
    return;
  }
  const wrong = new Set([...changes, ...refusals].map(({ name }) => name));
  const stateOf = (name: string) => {
    if (wrong.has(name)) return terminal.paint("red", "differs");
    return down.has(name) ? terminal.paint("yellow", "taken down") : terminal.paint("green", "as planned");
  };
  terminal.print(`${plan.slaptap} ${plan.range ? formatIpv6Network(plan.range) : ""}`.trimEnd());
  const rows = plan.taps.map(({ name, ru, network, gateway }) => [
    `  ${name}`,
    stateOf(name),
    formatIpv6Network(network),
    formatIpv6Address(gateway),
    JSON.stringify(ru),
  ]);
  for (const line of columns(rows)) terminal.print(line);
}

function printDifference(terminal: Terminal, { changes, refusals, leftAlone }: Difference): void {
  for (const refusal of refusals) terminal.print(formatRefusal(refusal));
  for (const change of changes) terminal.print(formatDifference(change));
  for (const text of leftAlone) terminal.complain(`warning: ${text}: it is left alone`);
}
