/** `ors radio show`. */
import type { Run } from "../../../console/command.ts";
import { printReport } from "../../../console/print-report.ts";
import { makeUsageError } from "../../../input/usage.ts";
import { exitCode } from "../../../issue/exit-code.ts";
import { formatRadioShowReport, isRadioUnitGood, makeRadioShowReport } from "../../../report/radio.ts";
import { readStatus } from "../ask.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const status = await readStatus(options);
  const one = status.find(({ ru }) => ru === options.ru);
  if (one === undefined) {
    const names = status.map(({ ru }) => JSON.stringify(ru)).join(", ");
    throw makeUsageError(`Radio Unit ${JSON.stringify(options.ru)} is not managed`, names || undefined);
  }
  printReport(terminal, makeRadioShowReport(one), options.json, formatRadioShowReport);
  return isRadioUnitGood(one) ? exitCode.good : exitCode.wrong;
};
