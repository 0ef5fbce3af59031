/** `ors switch run`: the switch, in the foreground. */
import type { Run } from "../../../console/command.ts";
import { awaitEndSignal } from "../../../console/end-signals.ts";
import type { Terminal } from "../../../console/terminal.ts";
import { readText } from "../../../input/read-text.ts";
import { exitCode, InputError } from "../../../issue/exit-code.ts";
import { formatIssue } from "../../../issue/format.ts";
import { describeFrameIo } from "../../../link/frames/frame-io.ts";
import { type Control, serveControl } from "../../../link/switch/control/serve-control.ts";
import { writeMetricsFile } from "../../../link/switch/figures/metrics-file.ts";
import { openSwitch } from "../../../link/switch/open-switch.ts";
import { openReader } from "../../../link/switch/reader/open-reader.ts";
import { keepPausesShort } from "../../../link/switch/short-pauses.ts";
import { formatLogEntry, formatTextLine, type LogEntry } from "../../../output/log.ts";
import { keepMemorySmall } from "../../../watch/small-memory.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  keepMemorySmall();
  keepPausesShort();
  const log = makeLog(terminal, options.json);
  const metrics = writeMetricsFile(options.metrics ?? null, (text) => log("ERROR", text));
  const open = openSwitch((text) => log("WARNING", text), metrics);
  const reader = openReader();
  const undo = [metrics.close, open.close, reader.close];
  try {
    const path = options.control;
    const control = serveControl(open.switch, { path, reader, log: (text) => log("INFO", text) });
    undo.push(control.close);
    if (options.config !== undefined) await applyFile(terminal, control, options.config);
    metrics.begin(open.switch);
    log("INFO", `listening on ${path}, ${describeFrameIo(open.io)}`);
    await awaitEndSignal();
    return exitCode.good;
  } finally {
    for (const step of undo.reverse()) step();
  }
};

type Log = (level: LogEntry["level"], text: string) => void;

function makeLog(terminal: Terminal, json: boolean): Log {
  return (level, message) => {
    const now = new Date();
    terminal.print(
      json ? formatLogEntry(now, { level, message, data: null }) : formatTextLine(now, level, message),
    );
  };
}

/** The configuration that it begins with: a switch that cannot have it does not start. */
async function applyFile(terminal: Terminal, control: Control, file: string): Promise<void> {
  const text = readText(terminal, file);
  const { ok, issues } = await control.apply(Buffer.from(text), file);
  const { locateIssues } = await import("../../../vlan/locate-issues.ts");
  const located = await locateIssues(issues, text, file);
  if (!ok) throw new InputError(located, text);
  for (const issue of located) terminal.complain(formatIssue(issue));
}
