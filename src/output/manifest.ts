/** `.ors-files.json`: the files in a folder that are ours, so that one that is no longer wanted can go. */
import { constants } from "node:fs";
import { FailureError } from "../issue/exit-code.ts";
import { describeReason, type FileSystem, getErrorCode } from "./file-system.ts";

export const manifestName = ".ors-files.json";

const temporary = /^\.ors-[0-9]+\.tmp$/;

/** Our temporary files are numbered: the lock leaves no other run that could use the same names. */
export function makeTemporaryName(number: number): string {
  return `.ors-${number}.tmp`;
}

/** Under the lock, any that exists was left by a run that was killed. */
export function isTemporaryName(name: string): boolean {
  return temporary.test(name);
}

/**
 * Names of our files, sorted; none where there is no manifest. Throws a FailureError for a manifest that is not
 * ours: names are removed by it, so a damaged one is not guessed at.
 */
export function readManifest(folder: string, fs: FileSystem): readonly string[] {
  const path = `${folder}/${manifestName}`;
  const text = read(path, fs);
  const names = text === undefined ? [] : parse(text);
  if (names !== undefined) return names;
  throw new FailureError(
    `${path}: not a list of our files; nothing was written: remove it, and the files beside it that are no longer wanted`,
  );
}

export function formatManifest(names: Iterable<string>): string {
  return `${JSON.stringify({ files: [...names].sort() }, null, 1)}\n`;
}

/** Whether a path can be one of our files: below the folder, and neither the manifest nor a temporary file. */
export function isFileName(path: string): boolean {
  return (
    !path.includes("\0") &&
    path.split("/").every((name) => !["", ".", ".."].includes(name) && !isReserved(name))
  );
}

function isReserved(name: string): boolean {
  return name === manifestName || isTemporaryName(name);
}

function parse(text: string): readonly string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const files = typeof value === "object" && value !== null && "files" in value ? value.files : undefined;
    const named = Array.isArray(files) && files.every((name) => typeof name === "string" && isFileName(name));
    return named ? (files as string[]) : undefined;
  } catch {
    return undefined;
  }
}

function read(path: string, fs: FileSystem): string | undefined {
  try {
    const descriptor = fs.openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return fs.readFileSync(descriptor, "utf8");
    } finally {
      fs.closeSync(descriptor);
    }
  } catch (thrown) {
    if (getErrorCode(thrown) === "ENOENT") return undefined;
    throw new FailureError(`${path}: cannot be read: ${describeReason(thrown)}; nothing was written`);
  }
}
