/** `ors radio alarms`. */
import type { Run } from "../../../console/command.ts";
import { printReport } from "../../../console/print-report.ts";
import { exitCode } from "../../../issue/exit-code.ts";
import { formatRadioAlarmsReport, makeRadioAlarmsReport } from "../../../report/radio.ts";
import { readStatus } from "../ask.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const report = makeRadioAlarmsReport(await readStatus(options));
  printReport(terminal, report, options.json, formatRadioAlarmsReport);
  return report.alarms.length === 0 ? exitCode.good : exitCode.wrong;
};
