/** What the watch says: a line an event, for people or as JSON. */
import { formatLogEntry } from "../output/log.ts";
import type { Clock } from "./clock.ts";
import { logLevels } from "./defaults.ts";

/** As SlapOS writes them. */
const levels = ["DEBUG", "INFO", "WARNING", "ERROR"] as const;
export type Level = (typeof levels)[number];

export type Log = {
  readonly say: (level: Level, message: string, details?: Readonly<Record<string, unknown>>) => void;
  /** Logs a message of the kernel, but not more of them than somebody can read; then how many were left out. */
  readonly sayKernel: (format: () => string) => void;
};

export type LogOptions = {
  readonly asJson: boolean;
  /** What is below is not said. */
  readonly level: (typeof logLevels)[number];
};

/** Lines about the kernel's messages; a flood has a hundred thousand a second. */
export const maxKernelLinesPerSecond = 100;

/**
 * @param print takes a line
 * @param timeOfDay as `new Date()` gives it
 */
export function createLog(
  print: (line: string) => void,
  { asJson, level: lowest }: LogOptions,
  clock: Clock,
  timeOfDay: () => Date,
): Log {
  const isSaid = (level: Level) => levels.indexOf(level) >= logLevels.indexOf(lowest);
  const say: Log["say"] = (level, message, details = {}) => {
    if (!isSaid(level)) return;
    if (asJson) print(formatLogEntry(timeOfDay(), { level, message, data: details }));
    else print(`${timeOfDay().toISOString()} ${level === "INFO" ? "" : `${level} `}${message}`);
  };
  return { say, sayKernel: isSaid("DEBUG") ? limitKernelLines(say, clock) : () => {} };
}

function limitKernelLines(say: Log["say"], clock: Clock): Log["sayKernel"] {
  let [secondMs, lines, leftOut] = [Number.NEGATIVE_INFINITY, 0, 0];
  return (format) => {
    if (Math.abs(clock.now() - secondMs) >= 1000) {
      if (leftOut > 0) {
        say("DEBUG", `kernel: and ${leftOut} more messages`, { event: "kernel", left_out: leftOut });
      }
      [secondMs, lines, leftOut] = [clock.now(), 0, 0];
    }
    if (lines >= maxKernelLinesPerSecond) {
      leftOut++;
      return;
    }
    lines++;
    say("DEBUG", `kernel: ${format()}`, { event: "kernel" });
  };
}
