/** Lists folders that may be missing. */
import { readdirSync } from "node:fs";

/** The names in a folder; none where it is missing, or may not be read. */
export function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
