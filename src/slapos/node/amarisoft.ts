/** Reads what is installed under /opt/amarisoft: the newest version and the newest licence key. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Amarisoft } from "../partition/environment.ts";

export const amarisoftFolder = "/opt/amarisoft";

/** Where the text part of a licence key begins, bytes. */
const licenseTextStart = 260;

/** A folder that is not there, or that may not be read, is as one without versions and keys. */
export function readAmarisoft(folder: string = amarisoftFolder): Amarisoft {
  return { folder, version: newestVersion(folder), licenseExpiration: licenseExpiration(folder) };
}

/** With `testing` nothing of the folder is looked at. */
export function unreadAmarisoft(folder: string = amarisoftFolder): Amarisoft {
  return { folder, version: null, licenseExpiration: null };
}

function newestVersion(folder: string): string | null {
  const versions = namesIn(folder).filter((name) => /^v\d{4}-\d{2}-\d{2}$/.test(name));
  return versions.sort().at(-1) ?? null;
}

function licenseExpiration(folder: string): string | null {
  const keys = join(folder, ".amarisoft");
  const newest = namesIn(keys)
    .filter((name) => name.endsWith(".key"))
    .map((name) => ({ path: join(keys, name), time: modified(join(keys, name)) }))
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

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function modified(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
