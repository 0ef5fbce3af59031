/** `ors switch check`. */
import type { Run } from "../../../console/command.ts";
import { exitCode } from "../../../issue/exit-code.ts";
import { describePort } from "../../../vlan/compare-configurations.ts";
import { readConfiguration } from "../read-configuration.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, { file }) => {
  const { configuration } = await readConfiguration(terminal, file);
  for (const port of configuration.ports) terminal.print(`${port.name}: ${describePort(port)}`);
  terminal.print(`${configuration.ports.length} ports, ageing ${configuration.ageing} s`);
  return exitCode.good;
};
