/** Room on a disk. */
import { statfsSync } from "node:fs";
import { dirname } from "node:path";

/** Bytes that an instance needs: its logs grow to 60 MiB each before the oldest goes. */
export const minFreeBytes = 200 * 1024 * 1024;

/** Bytes that are free for a user, of the nearest folder that is there. */
export function readFreeBytes(folder: string): { readonly folder: string; readonly free: number } {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return { folder, free: bavail * bsize };
  } catch {
    return dirname(folder) === folder ? { folder, free: 0 } : readFreeBytes(dirname(folder));
  }
}
