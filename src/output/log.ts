/**
 * Logs of one JSON object a line, as the promises of SlapOS read them: newest last, older ones in `.1`, `.2`, …
 * One process writes a log.
 */

import * as fs from "node:fs";
import { FailureError } from "../issue/exit-code.ts";
import { describeReason } from "./file-system.ts";
import { type LogLimits, logLimits, rotateLog } from "./rotate-log.ts";

export type LogEntry = {
  readonly level: "DEBUG" | "INFO" | "WARNING" | "ERROR";
  readonly message: string;
  readonly data: unknown;
};

/** Group may read: promises run as the partition's user, monitoring in its group. */
const logMode = 0o640;

/**
 * Appends one line, and moves the files on first where it would not fit. A line that was cut off by a full disk
 * or a power cut is closed first. Throws a FailureError that names the log; the file has then no part of the line.
 */
export function appendLog(path: string, time: Date, entry: LogEntry, limits: LogLimits = logLimits): void {
  appendLines(path, [formatLogEntry(time, entry)], limits);
}

/**
 * The same for several lines that belong together: they are not parted by a rotation, and written at once. Without a
 * line the log is made where it is missing.
 */
export function appendLines(path: string, lines: readonly string[], limits: LogLimits = logLimits): void {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
  try {
    rotateLog(path, bytes.length, limits);
    append(path, bytes);
  } catch (thrown) {
    throw new FailureError(`${path}: cannot be written: ${describeReason(thrown)}`);
  }
}

/**
 * `{"time": "2026-11-21 09:05:07,042", "log_level": "INFO", "message": "", "data": {…}}`. The promises of SlapOS read
 * `time` as local time without a zone; `utc`, before the data, is the same in UTC.
 */
export function formatLogEntry(time: Date, { level, message, data }: LogEntry): string {
  return JSON.stringify({
    time: formatTime(time),
    log_level: level,
    message,
    utc: time.toISOString(),
    data,
  });
}

/**
 * `2026-11-21 09:05:07,042 [INFO] text`, in local time. Readers decode such a log as ASCII: what is not printable ASCII
 * becomes a question mark.
 */
export function formatTextLine(time: Date, level: LogEntry["level"], text: string): string {
  return `${formatTime(time)} [${level}] ${text.replace(/[^\x20-\x7e]/g, "?")}`;
}

function formatTime(time: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  return `${day} ${clock},${String(time.getMilliseconds()).padStart(3, "0")}`;
}

function append(path: string, line: Buffer): void {
  const flags = fs.constants.O_RDWR | fs.constants.O_APPEND | fs.constants.O_CREAT;
  const descriptor = fs.openSync(path, flags, logMode);
  try {
    const before = fs.fstatSync(descriptor).size;
    const whole = isCutOff(descriptor, before) ? Buffer.concat([Buffer.from("\n"), line]) : line;
    appendWhole(descriptor, whole, before);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Takes a part back where the rest found no room. */
function appendWhole(descriptor: number, bytes: Buffer, before: number): void {
  try {
    for (let done = 0; done < bytes.length; ) done += fs.writeSync(descriptor, bytes, done);
  } catch (thrown) {
    fs.ftruncateSync(descriptor, before);
    throw thrown;
  }
}

/** Whether the last line was cut off. */
function isCutOff(descriptor: number, bytes: number): boolean {
  if (bytes === 0) return false;
  const last = Buffer.alloc(1);
  return fs.readSync(descriptor, last, 0, 1, bytes - 1) === 1 && last[0] !== 0x0a;
}
