/** Writes alarms to their log a moment after they changed: a storm of them is one write. */
import type { Alarms } from "../alarms.ts";
import type { RadioUnitLogs } from "./radio-unit-logs.ts";

export type AlarmWriter = {
  /** The alarms that are on. */
  readonly note: (state: { readonly alarms: Alarms }) => void;
  /** Writes what is not written yet. */
  readonly close: () => void;
};

/** Milliseconds. */
const delayMs = 100;

export function createAlarmWriter(logs: RadioUnitLogs): AlarmWriter {
  let timer: NodeJS.Timeout | undefined;
  let latest: Alarms | undefined;
  const write = () => {
    timer = undefined;
    if (latest !== undefined) logs.alarms(latest);
  };
  return {
    note: ({ alarms }) => {
      if (latest === alarms) return;
      latest = alarms;
      timer ??= setTimeout(write, delayMs);
    },
    close: () => {
      clearTimeout(timer);
      write();
    },
  };
}
