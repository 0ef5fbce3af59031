/** `ors switch check`. */
import type { Run } from "../../../console/command.ts";
import { printReport } from "../../../console/print-report.ts";
import { exitCode } from "../../../issue/exit-code.ts";
import { makeSwitchCheckReport } from "../../../report/switch/reports.ts";
import { describePort } from "../../../vlan/compare-configurations.ts";
import type { SwitchConfiguration } from "../../../vlan/configuration.ts";
import { readConfiguration } from "../read-configuration.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, { file, json }) => {
  const { configuration, warnings } = await readConfiguration(terminal, file);
  const report = makeSwitchCheckReport(configuration, warnings);
  printReport(terminal, report, json, () => formatConfiguration(configuration));
  return exitCode.good;
};

function formatConfiguration({ ports, ageing }: SwitchConfiguration): string[] {
  const lines = ports.map((port) => `${port.name}: ${describePort(port)}`);
  return [...lines, `${ports.length} ports, ageing ${ageing} s`];
}
