/** Reads back what {@link appendLog} in `log.ts` writes. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { getErrorCode } from "./file-system.ts";

export type LoggedEntry = { readonly time: Date; readonly data: unknown };

/** Bytes that are read at once, from the end on. */
const chunkBytes = 256 * 1024;

/**
 * Entries not older than a time, newest first, of the log and the older files beside it. Lines that are not entries,
 * such as one that was cut off, are passed over; a log that is missing has none.
 */
export function readRecentEntries(path: string, since: Date): LoggedEntry[] {
  const entries: LoggedEntry[] = [];
  for (let number = 0; ; number += 1) {
    const lines = readLinesBackwards(number === 0 ? path : `${path}.${number}`);
    if (lines === undefined) return entries;
    for (const line of lines) {
      const entry = parseEntry(line);
      if (entry === undefined) continue;
      if (entry.time < since) return entries;
      entries.push(entry);
    }
  }
}

function parseEntry(line: string): LoggedEntry | undefined {
  try {
    const { time, utc, data } = JSON.parse(line);
    // 0.1.0 wrote local time alone, which an hour of each autumn has twice
    const parsed = new Date(utc ?? String(time).replace(" ", "T").replace(",", "."));
    return Number.isNaN(parsed.getTime()) ? undefined : { time: parsed, data };
  } catch {
    return undefined;
  }
}

/** The lines of a file from the last on; undefined where there is no file. */
function readLinesBackwards(path: string): Iterable<string> | undefined {
  try {
    const descriptor = openSync(path, "r");
    return iterateBackwards(descriptor);
  } catch (thrown) {
    if (getErrorCode(thrown) === "ENOENT") return undefined;
    throw thrown;
  }
}

function* iterateBackwards(descriptor: number): Generator<string> {
  try {
    let rest = Buffer.alloc(0);
    for (let end = fstatSync(descriptor).size; end > 0; ) {
      const start = Math.max(0, end - chunkBytes);
      const chunk = Buffer.alloc(end - start);
      readSync(descriptor, chunk, 0, chunk.length, start);
      rest = Buffer.concat([chunk, rest]);
      const first = start === 0 ? 0 : rest.indexOf(0x0a) + 1;
      if (first > 0 || start === 0) {
        const lines = rest.subarray(first).toString("utf8").split("\n").reverse();
        yield* lines.filter((line) => line !== "");
        rest = Buffer.from(rest.subarray(0, first));
      }
      end = start;
    }
  } finally {
    closeSync(descriptor);
  }
}
