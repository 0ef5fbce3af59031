/** What the service of the eNB runs of the node's. */
import { statSync } from "node:fs";

/** Before the eNB, as its vendor's scripts want it; in this order, as root. */
export const startScripts = ["rm-tmp-lte", "init-sdr", "init-enb"] as const;

/** Amarisoft's eNB in its folder, of one version. */
export function getEnbPath(folder: string, version: string): string {
  return `${folder}/${version}/enb/lteenb`;
}

/** Paths of what is not there. What may not be looked at may be there. */
export function findMissingPrograms(folder: string, version: string): string[] {
  const paths = [...startScripts.map((name) => `${folder}/${name}`), getEnbPath(folder, version)];
  return paths.filter(isMissing);
}

function isMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}
