/** `ors emulated`: orders to a Radio Unit of a running `ors emulate`. */
import type { Run } from "../../console/command.ts";
import { printReport } from "../../console/print-report.ts";
import { findOrderSocket, type OrderAnswer, parseOrder } from "../../emulate/orders/order.ts";
import { accept } from "../../input/accept.ts";
import { findStateFolder, inputFileOf } from "../../input/input-file.ts";
import { makeUsageError } from "../../input/usage.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { askControl } from "../../mplane/control/client.ts";
import { formatRadioDoneReport, makeRadioDoneReport } from "../../report/radio.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { ru, json } = options;
  const order = accept(parseOrder(options.order, options.words ?? [])).value;
  const folder = findStateFolder(options.state, inputFileOf({ instance: options.instance, plan: undefined }));
  const answer = (await askControl(findOrderSocket(folder), "`ors emulate`", { ru, order })) as OrderAnswer;
  if ("refused" in answer) throw makeUsageError(answer.refused);
  printReport(
    terminal,
    makeRadioDoneReport([`${JSON.stringify(ru)}: ${answer.done}`]),
    json,
    formatRadioDoneReport,
  );
  return exitCode.good;
};
