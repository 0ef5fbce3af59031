/** `ors frame expect`. */
import type { Run } from "../../../console/command.ts";
import type { ValuesOf } from "../../../console/definition.ts";
import { printReport } from "../../../console/print-report.ts";
import { compareBytes, compareFrame } from "../../../frame/compare.ts";
import { exitCode } from "../../../issue/exit-code.ts";
import { type Expectation, expectFrames } from "../../../link/frame-port/exchange.ts";
import { formatPortName, type PortName } from "../../../link/frame-port/port-name.ts";
import { openRecorder } from "../../../link/frame-port/recorder.ts";
import { formatFrameExpectReport, makeFrameExpectReport } from "../../../report/frame/expect.ts";
import { readPortSecret } from "../secrets.ts";
import { readWanted, type Wanted } from "../wanted.ts";
import { withPort } from "../with-port.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const wanted = readWanted(options);
  const expectation = makeExpectation(wanted, options);
  const { socket: holder, headroom, rings: ringsToClient } = options;
  const { count } = expectation;
  const timeoutMs = getOpeningMs(options.port, expectation.timeoutMs);
  const secret = readPortSecret(options.port, options.secretFile);
  return withPort(options.port, { holder, timeoutMs, headroom, ringsToClient, secret }, async (port) => {
    const recorder = options.pcap === undefined ? null : openRecorder(options.pcap);
    try {
      const onFrame = (frame: Uint8Array) => recorder?.record(frame);
      const expected = await expectFrames(port, { ...expectation, onFrame });
      const report = makeFrameExpectReport({ port: formatPortName(options.port), count, ...expected });
      printReport(terminal, report, options.json, formatFrameExpectReport);
      return report.is_good ? exitCode.good : exitCode.wrong;
    } finally {
      recorder?.close();
    }
  });
};

/** A memif server answers at once or hangs, however short the time for frames is. */
const minServerMs = 5_000;

function getOpeningMs({ kind }: PortName, timeoutMs: number): number {
  return kind === "shm" ? Math.max(timeoutMs, minServerMs) : timeoutMs;
}

function makeExpectation(wanted: Wanted, options: ValuesOf<typeof definition>): Omit<Expectation, "onFrame"> {
  const { ignoreOthers, none } = options;
  const timeoutMs = options.timeout * 1000;
  if ("fields" in wanted) {
    const count = none ? null : (options.count ?? 1);
    return {
      count,
      timeoutMs,
      ignoreOthers,
      compare: (frame, number) => compareFrame(wanted.fields, frame, number),
    };
  }
  const { frames } = wanted;
  const compare = (frame: Uint8Array, number: number) =>
    compareBytes(frames[number % frames.length] ?? frame, frame);
  return { count: options.count ?? frames.length, timeoutMs, ignoreOthers, compare };
}
