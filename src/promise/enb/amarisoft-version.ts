/** Which versions of Amarisoft's software a node has. */
import { listNames } from "../../output/list-names.ts";

/** The newest `v<date>` in a folder, of a day the one with the highest number after it; null where there is none, or where the folder may not be read. */
export function findNewestVersion(folder: string): string | null {
  const versions = listNames(folder).filter((name) => /^v\d{4}-\d{2}-\d{2}(?:\.\d{10})?$/.test(name));
  return versions.sort().at(-1) ?? null;
}
