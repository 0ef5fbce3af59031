/** The metrics of a switch in a file, written while frames move and otherwise once in a while. */
import { replaceFileSync } from "../../../output/replace-file.ts";
import type { MetricsFile } from "../../../report/metrics/metrics-format.ts";
import type { Switch } from "../switch.ts";
import { formatSwitchMetrics } from "./describe-metrics.ts";

/** At most one write in this time, however much happens. */
const minPauseMs = 5_000;
/** At least one write in this time: who reads can tell that the switch lives. */
const maxPauseMs = 60_000;

export type MetricsWriter = {
  readonly begin: (one: Switch) => void;
  readonly onTraffic: () => void;
  readonly onChange: () => void;
  readonly close: () => void;
};

/** Does nothing where there is no file to write. */
export function writeMetricsFile(file: MetricsFile | null, onProblem: (text: string) => void): MetricsWriter {
  let described: Switch | undefined;
  let timer: NodeJS.Timeout | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    if (file === null || described === undefined) return;
    try {
      replaceFileSync(file.path, formatSwitchMetrics(described, file.format), 0o644);
    } catch (cause) {
      onProblem(`${file.path} cannot be written: ${(cause as Error).message}`);
    }
  };
  const scheduleWrite = () => {
    if (file === null || described === undefined) return;
    timer ??= setTimeout(write, minPauseMs);
  };
  return {
    begin: (one) => {
      described = one;
      if (file !== null) heartbeat = setInterval(write, maxPauseMs);
      write();
    },
    onTraffic: scheduleWrite,
    onChange: scheduleWrite,
    close: () => {
      clearInterval(heartbeat);
      write();
      described = undefined;
    },
  };
}
