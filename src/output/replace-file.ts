/** Replaces one file as a whole: a reader finds the old or the new content, whenever this program is killed. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { folderMode } from "./folder.ts";

/**
 * Writes the content beside the file and renames it; makes the folder where it is missing. For what can be made
 * again: nothing is flushed to the disk.
 *
 * @param mode permission bits of the new file, less the umask
 * @throws the error of the call that failed; nothing is left beside the file then
 */
export async function replaceFile(path: string, content: string, mode: number): Promise<void> {
  const beside = getPathBeside(path);
  await mkdir(dirname(path), { recursive: true, mode: folderMode });
  try {
    await writeFile(beside, content, { mode });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** The same in one go, for a command that does nothing else meanwhile. */
export function replaceFileSync(path: string, content: string, mode: number): void {
  const beside = getPathBeside(path);
  mkdirSync(dirname(path), { recursive: true, mode: folderMode });
  try {
    writeFileSync(beside, content, { mode });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Each process has a name of its own: two that replace one file at once do not write into each other's. */
function getPathBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}`);
}
