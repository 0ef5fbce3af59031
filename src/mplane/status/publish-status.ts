/** The daemon's state for promises and metrics: a file of its own state, and what node_exporter collects. */
import { join } from "node:path";
import { replaceFileSync } from "../../output/replace-file.ts";
import type { MetricsFile } from "../../report/metrics-format.ts";
import { readStartTicks } from "../../state/process-identity.ts";
import type { Daemon } from "../daemon.ts";
import { formatRadioMetrics } from "./format-metrics.ts";

export const radioStatusFile = (stateFolder: string) => join(stateFolder, "radio.json");

/** At most one write in this time, however much happens. */
const minPauseMs = 250;
/** At least one write in this time: who reads can tell that the daemon lives. */
const maxPauseMs = 30_000;

export type Publisher = {
  readonly begin: (daemon: Daemon) => void;
  /** Something changed. */
  readonly note: () => void;
  readonly close: () => void;
};

export function createPublisher(
  stateFolder: string,
  metrics: MetricsFile | null,
  onProblem: (text: string) => void,
): Publisher {
  let daemon: Daemon | undefined;
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    if (daemon === undefined) return;
    try {
      writeAll(daemon, stateFolder, metrics);
    } catch (cause) {
      onProblem(`the state cannot be written: ${(cause as Error).message}`);
    }
  };
  let heartbeat: NodeJS.Timeout | undefined;
  return {
    begin: (started) => {
      daemon = started;
      heartbeat = setInterval(write, maxPauseMs);
      write();
    },
    note: () => {
      timer ??= setTimeout(write, minPauseMs);
    },
    close: () => {
      clearInterval(heartbeat);
      write();
    },
  };
}

function writeAll(daemon: Daemon, stateFolder: string, metrics: MetricsFile | null): void {
  const status = daemon.radioUnits().map((radioUnit) => radioUnit.describe());
  const document = {
    version: 1,
    pid: process.pid,
    start_ticks: readStartTicks(process.pid),
    written: new Date().toISOString(),
    radio_units: status,
  };
  replaceFileSync(radioStatusFile(stateFolder), `${JSON.stringify(document)}\n`, 0o640);
  if (metrics === null) return;
  replaceFileSync(metrics.path, formatRadioMetrics(daemon.radioUnits(), metrics.format, Date.now()), 0o644);
}
