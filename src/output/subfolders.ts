/** A file may lie below the folder; the folders between are made, stay, and are never links to elsewhere. */
import { dirname } from "node:path";
import { FailureError } from "../issue/exit-code.ts";
import { describeReason, type FileSystem, getErrorCode } from "./file-system.ts";
import { folderMode } from "./folder.ts";

/** Throws a FailureError for a link or anything else in the place of a folder between. */
export function checkSubfolders(folder: string, paths: readonly string[], fs: FileSystem): void {
  for (const between of listFoldersBetween(paths)) {
    const path = `${folder}/${between}`;
    const found = findObstacle(path, fs);
    if (found !== undefined) throw new FailureError(`${path}: ${found}; nothing was written`);
  }
}

/** Throws a FailureError where one cannot be made. */
export function makeSubfolders(folder: string, paths: readonly string[], fs: FileSystem): void {
  try {
    for (const between of listFoldersBetween(paths)) {
      fs.mkdirSync(`${folder}/${between}`, { recursive: true, mode: folderMode });
    }
  } catch (thrown) {
    throw new FailureError(
      `${folder}: ${describeReason(thrown)}; nothing was changed: everything stands as before`,
    );
  }
}

/** `a/b/c.cfg` has `a` and `a/b`, the outer one first. */
function listFoldersBetween(paths: readonly string[]): Set<string> {
  const between = new Set<string>();
  const add = (path: string): void => {
    const parent = dirname(path);
    if (parent === "." || between.has(parent)) return;
    add(parent);
    between.add(parent);
  };
  paths.forEach(add);
  return between;
}

/** What stands in the place of a folder; undefined for a folder and for nothing. */
function findObstacle(path: string, fs: FileSystem): string | undefined {
  try {
    const stat = fs.lstatSync(path);
    if (stat.isDirectory()) return undefined;
    return stat.isSymbolicLink() ? "a symbolic link stands in the place of a folder" : "not a folder";
  } catch (thrown) {
    return getErrorCode(thrown) === "ENOENT" || getErrorCode(thrown) === "ENOTDIR"
      ? undefined
      : describeReason(thrown);
  }
}
