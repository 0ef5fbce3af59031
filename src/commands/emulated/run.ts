/** `ors emulated`: how Radio Units of a running `ors emulate` are, and orders to them. */
import type { Run } from "../../console/command.ts";
import { printReport } from "../../console/print-report.ts";
import { findOrderSocket, type OrderAnswer, parseOrder } from "../../emulate/orders/order.ts";
import type { EmulatedStates } from "../../emulate/orders/serve-orders.ts";
import { accept } from "../../input/accept.ts";
import { findStateFolder, inputFileOf } from "../../input/input-file.ts";
import { makeUsageError } from "../../input/usage.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { askControl } from "../../mplane/control/client.ts";
import { formatEmulateReport, isEmulatedUnitGood, makeEmulateReport } from "../../report/emulate.ts";
import { formatRadioDoneReport, makeRadioDoneReport } from "../../report/radio.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { ru = null, order, words = [], json } = options;
  const request = order === undefined ? { ru } : { ru, order: accept(parseOrder(order, words)).value };
  const folder = findStateFolder(options.state, inputFileOf({ instance: options.instance, plan: undefined }));
  const answer = (await askControl(findOrderSocket(folder), "`ors emulate`", request)) as
    | OrderAnswer
    | EmulatedStates;
  if ("refused" in answer) throw makeUsageError(answer.refused);
  if ("rows" in answer) {
    const report = makeEmulateReport(answer.rows, answer.method, []);
    printReport(terminal, report, json, formatEmulateReport);
    return report.radio_units.every(isEmulatedUnitGood) ? exitCode.good : exitCode.wrong;
  }
  printReport(
    terminal,
    makeRadioDoneReport([`${JSON.stringify(ru)}: ${answer.done}`]),
    json,
    formatRadioDoneReport,
  );
  return exitCode.good;
};
