/** `ors frame send`. */
import type { Run } from "../../../console/command.ts";
import { printReport } from "../../../console/print-report.ts";
import { encodeFrame } from "../../../frame/encode.ts";
import { exitCode } from "../../../issue/exit-code.ts";
import { sendFrames } from "../../../link/frame-port/exchange.ts";
import { formatPortName } from "../../../link/frame-port/port-name.ts";
import { formatFrameSendReport, makeFrameSendReport } from "../../../report/frame/send.ts";
import { readPortSecret } from "../secrets.ts";
import { readWanted, type Wanted } from "../wanted.ts";
import { withPort } from "../with-port.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const wanted = readWanted(options);
  const timeoutMs = options.timeout * 1000;
  const order = { frames: makeFrames(wanted, options.count), intervalMs: options.interval, timeoutMs };
  const total = options.count * ("frames" in wanted ? wanted.frames.length : 1);
  const { socket: holder, headroom, rings: ringsToClient } = options;
  const secret = readPortSecret(options.port, options.secretFile);
  return withPort(options.port, { holder, timeoutMs, headroom, ringsToClient, secret }, async (port) => {
    const sent = await sendFrames(port, order);
    const report = makeFrameSendReport({ port: formatPortName(options.port), total, sent });
    printReport(terminal, report, options.json, formatFrameSendReport);
    return sent === total ? exitCode.good : exitCode.wrong;
  });
};

function* makeFrames(wanted: Wanted, count: number): Generator<Uint8Array> {
  for (let number = 0; number < count; number++) {
    if ("frames" in wanted) yield* wanted.frames;
    else yield encodeFrame(wanted.fields, number);
  }
}
