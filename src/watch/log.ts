/** What the watch says: a line an event, for people or as JSON. */
import { formatLogEntry } from "../output/log.ts";
import type { Clock } from "./clock.ts";

export type Level = "INFO" | "WARNING" | "ERROR";

export type Log = {
  readonly say: (level: Level, message: string, details?: Readonly<Record<string, unknown>>) => void;
  /** Says what the kernel told, but not more of it than somebody can read; how much was left out is said then. */
  readonly event: (line: () => string) => void;
};

/** Lines about the kernel's messages in a second; a flood has a hundred thousand. */
export const eventLinesPerSecond = 100;

/**
 * @param print takes a line
 * @param timeOfDay as `new Date()` tells it
 */
export function createLog(
  print: (line: string) => void,
  asJson: boolean,
  clock: Clock,
  timeOfDay: () => Date,
): Log {
  const say: Log["say"] = (level, message, details = {}) => {
    if (asJson) print(formatLogEntry(timeOfDay(), { level, message, data: details }));
    else print(`${timeOfDay().toISOString()} ${level === "INFO" ? "" : `${level} `}${message}`);
  };
  let [second, lines, leftOut] = [Number.NEGATIVE_INFINITY, 0, 0];
  return {
    say,
    event: (line) => {
      if (Math.abs(clock.now() - second) >= 1000) {
        if (leftOut > 0) say("INFO", `kernel: and ${leftOut} messages more`, { event: "kernel", leftOut });
        [second, lines, leftOut] = [clock.now(), 0, 0];
      }
      if (lines >= eventLinesPerSecond) {
        leftOut++;
        return;
      }
      lines++;
      say("INFO", `kernel: ${line()}`, { event: "kernel" });
    },
  };
}
