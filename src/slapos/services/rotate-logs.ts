/** Rotation of logs whose writers do not rotate them. */
import { copyFileSync, readdirSync, renameSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";

/** Bytes above which a log is rotated, and how many older ones are kept. */
const largest = 10 * 1024 * 1024;
const kept = 5;

/**
 * Rotates each `*.log` of a folder that has grown: copied to `.1` and emptied, as its writer keeps it open. A
 * folder that is not there has no logs.
 *
 * @param spared names of logs that their writers rotate
 */
export function rotateLogs(folder: string, spared: readonly string[] = []): void {
  for (const name of namesIn(folder)) {
    const path = join(folder, name);
    if (!name.endsWith(".log") || spared.includes(name)) continue;
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= largest) continue;
    for (let number = kept - 1; number >= 1; number -= 1)
      renameIfThere(`${path}.${number}`, `${path}.${number + 1}`);
    copyFileSync(path, `${path}.1`);
    truncateSync(path);
  }
}

function renameIfThere(from: string, to: string): void {
  if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, to);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
