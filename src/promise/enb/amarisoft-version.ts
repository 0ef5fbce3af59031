/** Which versions of Amarisoft's software a node has. */
import { readdirSync } from "node:fs";

/** The newest `v<date>` in a folder; null where there is none, or where the folder may not be read. */
export function findNewestVersion(folder: string): string | null {
  try {
    const versions = readdirSync(folder).filter((name) => /^v\d{4}-\d{2}-\d{2}$/.test(name));
    return versions.sort().at(-1) ?? null;
  } catch {
    return null;
  }
}
