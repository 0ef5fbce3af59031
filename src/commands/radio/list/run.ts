/** `ors radio list`. */
import type { Run } from "../../../console/command.ts";
import { printReport } from "../../../console/print-report.ts";
import { exitCode } from "../../../issue/exit-code.ts";
import { formatRadioListReport, isRadioUnitGood, makeRadioListReport } from "../../../report/radio.ts";
import { readStatus } from "../ask.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const status = await readStatus(options);
  printReport(terminal, makeRadioListReport(status), options.json, (report) =>
    formatRadioListReport(report, terminal.paint),
  );
  return status.every(isRadioUnitGood) ? exitCode.good : exitCode.wrong;
};
