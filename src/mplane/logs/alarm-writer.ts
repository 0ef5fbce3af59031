/** Writes alarms to their log a moment after they changed, and seldom while they go on changing: a storm is a few writes. */
import type { Alarms } from "../alarms.ts";
import type { RadioUnitLogs } from "./radio-unit-logs.ts";

export type AlarmWriter = {
  /** The alarms that are on. */
  readonly note: (state: { readonly alarms: Alarms }) => void;
  /** Writes what is not written yet. */
  readonly close: () => void;
};

/** Milliseconds after a change, and between two writes. */
const delayMs = 100;
const minPauseMs = 2_000;

export function createAlarmWriter(logs: RadioUnitLogs): AlarmWriter {
  let timer: NodeJS.Timeout | undefined;
  let latest: Alarms | undefined;
  let writtenAt = Number.NEGATIVE_INFINITY;
  const write = () => {
    timer = undefined;
    if (latest === undefined) return;
    writtenAt = performance.now();
    logs.alarms(latest);
  };
  return {
    note: ({ alarms }) => {
      if (latest === alarms) return;
      latest = alarms;
      timer ??= setTimeout(write, Math.max(delayMs, writtenAt + minPauseMs - performance.now()));
    },
    close: () => {
      clearTimeout(timer);
      write();
    },
  };
}
