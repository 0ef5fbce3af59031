/** `ors switch capture`. */
import type { Run } from "../../../console/command.ts";
import type { ValuesOf } from "../../../console/definition.ts";
import { awaitEndSignal } from "../../../console/end-signals.ts";
import { printReport } from "../../../console/print-report.ts";
import type { Terminal } from "../../../console/terminal.ts";
import { makeUsageError } from "../../../input/usage.ts";
import { exitCode } from "../../../issue/exit-code.ts";
import type { CaptureEnd } from "../../../link/switch/capture/protocol.ts";
import { receiveCapture } from "../../../link/switch/capture/receive-capture.ts";
import { formatSwitchCapture } from "../../../report/switch/format.ts";
import { makeSwitchCaptureReport } from "../../../report/switch/reports.ts";
import { type CaptureFile, type CaptureFormat, openCaptureFile, standardOutput } from "./capture-file.ts";
import type { definition } from "./definition.ts";

type Values = ValuesOf<typeof definition>;

export const run: Run<typeof definition> = async (terminal, options) => {
  checkOutput(terminal, options);
  const { port, pcap, json } = options;
  const format = options.format ?? findFormat(pcap);
  const { received, lost, comment } = await capture(terminal, options, format);
  const end = comment as CaptureEnd;
  const report = makeSwitchCaptureReport({ port, file: pcap, format, frames: received - lost, lost, end });
  if (pcap === standardOutput) for (const line of formatSwitchCapture(report)) terminal.complain(line);
  else printReport(terminal, report, json, formatSwitchCapture);
  const why = early.get(end);
  if (why === undefined) return exitCode.good;
  terminal.complain(why);
  return exitCode.failure;
};

/** Ends that nobody here asked for. */
const early: ReadonlyMap<CaptureEnd, string> = new Map([
  ["port", "the port was taken away"],
  ["switch", "the switch ended"],
]);

function checkOutput(terminal: Terminal, { pcap, json }: Values): void {
  if (pcap !== standardOutput) return;
  if (json)
    throw makeUsageError("--json and --pcap - both write to standard output", "a file for one of them");
  if (terminal.isTerminal)
    throw makeUsageError("standard output is a terminal", "a file, or a program behind a pipe");
}

function findFormat(path: string): CaptureFormat {
  return path.endsWith(".pcapng") ? "pcapng" : "pcap";
}

/** Until its end; returns what the switch then says. */
async function capture(terminal: Terminal, options: Values, format: CaptureFormat) {
  const { control, port, pcap, direction, count = 0 } = options;
  let file: CaptureFile | undefined;
  const running = await receiveCapture(
    control,
    { port, way: direction, count },
    {
      onBegin: async () => {
        file = await openCaptureFile(terminal, pcap, format, port);
        terminal.complain(`capturing at port "${port}"; Ctrl-C ends it`);
      },
      onBlocks: async (blocks) => file?.write(blocks),
    },
  );
  const timer = options.for === undefined ? undefined : setTimeout(running.stop, options.for * 1000);
  void awaitEndSignal().then(running.stop);
  try {
    return await running.awaitEnd();
  } finally {
    clearTimeout(timer);
    await file?.close();
  }
}
