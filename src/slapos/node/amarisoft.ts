/** Reads what is installed under /opt/amarisoft: the newest version and the newest licence key. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { findNewestVersion } from "../../promise/enb/amarisoft-version.ts";

/** What the node's administrator installed of Amarisoft's. */
export type Amarisoft = {
  /** `/opt/amarisoft`. */
  readonly folder: string;
  /** The newest `v<date>` folder; null where there is none. */
  readonly version: string | null;
  /** The date up to which the newest licence key is valid; null where there is none. */
  readonly licenseExpiration: string | null;
};

const amarisoftFolder = "/opt/amarisoft";

/** Where the text part of a licence key begins, bytes. */
const licenseTextStart = 260;

/** A folder that is missing, or that may not be read, counts as one without versions and keys. */
export function readAmarisoft(folder: string = amarisoftFolder): Amarisoft {
  return { folder, version: findNewestVersion(folder), licenseExpiration: readLicenseExpiration(folder) };
}

/** With `testing` nothing of the folder is looked at. */
export function createUnreadAmarisoft(folder: string = amarisoftFolder): Amarisoft {
  return { folder, version: null, licenseExpiration: null };
}

function readLicenseExpiration(folder: string): string | null {
  const keys = join(folder, ".amarisoft");
  const newest = readNames(keys)
    .filter((name) => name.endsWith(".key"))
    .map((name) => ({ path: join(keys, name), time: readModificationTime(join(keys, name)) }))
    .sort((a, b) => a.time - b.time)
    .at(-1);
  if (newest === undefined) return null;
  try {
    const text = readFileSync(newest.path).subarray(licenseTextStart).toString("latin1");
    return /^version=(.*)$/m.exec(text)?.[1]?.trim() || null;
  } catch {
    return null;
  }
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readModificationTime(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
