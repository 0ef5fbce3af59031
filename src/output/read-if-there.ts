/** Reads files that may be missing. */
import { readFileSync } from "node:fs";

/**
 * The text of a file; undefined where there is none, or none that this user can read. For notes of our own and files of
 * /proc, where a reader does the same in both cases.
 */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
