/** The daemon's state for promises and metrics: a file of its own state, and what node_exporter collects. */
import { replaceFileSync } from "../../output/replace-file.ts";
import type { MetricsFile } from "../../report/metrics/metrics-format.ts";
import type { Daemon } from "../daemon.ts";
import { formatRadioMetrics } from "./format-metrics.ts";
import { watchLoopHold } from "./loop-hold.ts";
import { writeRadioStatus } from "./status-file.ts";
import type { TakenFiles } from "./taken-files.ts";

/** At most one write in this time, however much happens. */
const minPauseMs = 1_000;
/** At least one write in this time: who reads can tell that the daemon lives. */
const maxPauseMs = 30_000;

export type Publisher = {
  readonly begin: (daemon: Daemon) => void;
  /** What is managed is of these files now; it is written at once, as somebody may wait for it. */
  readonly take: (files: TakenFiles) => void;
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
  let taken: TakenFiles | null = null;
  let timer: NodeJS.Timeout | undefined;
  const hold = metrics === null ? undefined : watchLoopHold();
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    if (daemon === undefined) return;
    try {
      const radioUnits = daemon.radioUnits();
      writeRadioStatus(
        stateFolder,
        taken,
        radioUnits.map((radioUnit) => radioUnit.describe()),
      );
      if (metrics !== null) writeMetrics(radioUnits, metrics, hold?.readLongest() ?? 0);
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
    take: (files) => {
      taken = files;
      write();
    },
    note: () => {
      timer ??= setTimeout(write, minPauseMs);
    },
    close: () => {
      clearInterval(heartbeat);
      hold?.close();
      write();
    },
  };
}

function writeMetrics(
  radioUnits: ReturnType<Daemon["radioUnits"]>,
  { path, format }: MetricsFile,
  longestHold: number,
): void {
  const figures = { now: Date.now(), longestHold };
  replaceFileSync(path, formatRadioMetrics(radioUnits, format, figures), 0o644);
}
