/** Reads what is installed under /opt/amarisoft: the newest version and the newest licence key. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { listNames } from "../../output/list-names.ts";
import { findNewestVersion } from "../../promise/enb/amarisoft-version.ts";

/** What the node's administrator installed of Amarisoft's. */
export type Amarisoft = {
  /** `/opt/amarisoft`. */
  readonly folder: string;
  /** The newest `v<date>` folder; null where there is none. */
  readonly version: string | null;
  /** The date up to which the newest licence key is valid; null where there is none. */
  readonly licenseExpiration: string | null;
  /** The machine that it is for. */
  readonly hostId: string | null;
};

const amarisoftFolder = "/opt/amarisoft";

/** Where the text part of a licence key begins, bytes. */
const licenseTextStart = 260;

/** A folder that is missing, or that may not be read, counts as one without versions and keys. */
export function readAmarisoft(folder: string = amarisoftFolder): Amarisoft {
  const license = readLicense(folder);
  return {
    folder,
    version: findNewestVersion(folder),
    licenseExpiration: readLine(license, "version"),
    hostId: readLine(license, "host_id"),
  };
}

/** With `testing` nothing of the folder is looked at. */
export function createUnreadAmarisoft(folder: string = amarisoftFolder): Amarisoft {
  return { folder, version: null, licenseExpiration: null, hostId: null };
}

/** The text of the newest key; empty where there is none. */
function readLicense(folder: string): string {
  const keys = join(folder, ".amarisoft");
  const newest = listNames(keys)
    .filter((name) => name.endsWith(".key"))
    .map((name) => ({ path: join(keys, name), time: readModificationTime(join(keys, name)) }))
    .sort((a, b) => a.time - b.time)
    .at(-1);
  if (newest === undefined) return "";
  try {
    return readFileSync(newest.path).subarray(licenseTextStart).toString("latin1");
  } catch {
    return "";
  }
}

function readLine(license: string, key: "version" | "host_id"): string | null {
  return new RegExp(`^${key}=(.*)$`, "m").exec(license)?.[1]?.trim() || null;
}

function readModificationTime(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
