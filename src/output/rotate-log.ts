/** Moves a full log on to `.1`, what was `.1` to `.2`, and so on. */
import { copyFileSync, renameSync, statSync, truncateSync, unlinkSync } from "node:fs";
import { getErrorCode } from "./file-system.ts";

export type LogLimits = {
  /** Bytes that a log has at most. */
  readonly maxBytes: number;
  /** How many older files are kept. */
  readonly maxOlder: number;
};

/** About a day of statistics of a large eNB in each file. */
export const logLimits: LogLimits = { maxBytes: 50_000_000, maxOlder: 5 };

/** Of programs that are not ours: it is copied while they write, so it is kept short. */
export const openLogLimits: LogLimits = { maxBytes: 10 * 1024 * 1024, maxOlder: 5 };

/**
 * Moves a log on where it would grow too large. The log is then missing: whoever writes the next line makes it anew.
 *
 * @param moreBytes what the next line adds
 */
export function rotateLog(path: string, moreBytes: number, limits: LogLimits): void {
  if (!isFull(path, moreBytes, limits)) return;
  if (limits.maxOlder === 0) unlinkSync(path);
  else {
    moveOlder(path, limits.maxOlder);
    renameSync(path, `${path}.1`);
  }
}

/** The same for a log whose writer keeps it open: it is copied and emptied. */
export function rotateOpenLog(path: string, limits: LogLimits = openLogLimits): void {
  if (!isFull(path, 0, limits)) return;
  moveOlder(path, limits.maxOlder);
  if (limits.maxOlder > 0) copyFileSync(path, `${path}.1`);
  truncateSync(path);
}

/** A single line may be longer than the limit. */
function isFull(path: string, moreBytes: number, { maxBytes }: LogLimits): boolean {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return size > 0 && size + moreBytes > maxBytes;
}

/** From the oldest on, so that a kill in between leaves a gap and loses nothing but the oldest. */
function moveOlder(path: string, maxOlder: number): void {
  for (let number = maxOlder - 1; number >= 1; number--) {
    try {
      renameSync(`${path}.${number}`, `${path}.${number + 1}`);
    } catch (thrown) {
      if (getErrorCode(thrown) !== "ENOENT") throw thrown;
    }
  }
}
