/** Rotation of logs whose writers do not rotate them. */
import { join } from "node:path";
import { listNames } from "../../output/list-names.ts";
import { rotateOpenLog } from "../../output/rotate-log.ts";

/**
 * Rotates each `*.log` of a folder that has grown: copied to `.1` and emptied, as its writer keeps it open. A
 * folder that is not there has no logs.
 *
 * @param spared names of logs that their writers rotate
 */
export function rotateLogs(folder: string, spared: readonly string[] = []): void {
  for (const name of listNames(folder)) {
    if (name.endsWith(".log") && !spared.includes(name)) rotateOpenLog(join(folder, name));
  }
}
