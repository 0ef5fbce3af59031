/**
 * The files that stood in a folder before the last run, so that `ors undo` can put them back. They lie in the state
 * folder, for their owner alone, because rendered files can hold passwords; one set for each folder of files.
 *
 * The set is noted as pending before the first file changes, and kept once all are written, by one rename. So a run
 * that was killed is known by its pending set, which is that of the last whole run: the next run leaves it as it is,
 * and an undo goes back to it.
 */
import { basename, resolve } from "node:path";
import { encodeReference } from "../instance/reference.ts";
import { FailureError } from "../issue/exit-code.ts";
import type { RenderedFile } from "../render/rendered-file.ts";
import { type FileChange, readPresentFile } from "./compare.ts";
import { describeReason, type FileSystem, fileSystem, getErrorCode } from "./file-system.ts";
import { folderMode, openFolder } from "./folder.ts";
import { isFileName, makeTemporaryName } from "./manifest.ts";
import { previewFiles } from "./preview.ts";
import { renameStaged, stageFiles, unlink } from "./stage.ts";
import { writeFiles } from "./write-files.ts";

/** A folder of files and the state folder that its earlier set is kept in. */
export type KeptFolder = { readonly directory: string; readonly state: string };

export type EarlierFiles = {
  readonly files: readonly RenderedFile[];
  /** They stood before a run that did not come to its end. */
  readonly isPending: boolean;
};

/** Does what {@link writeFiles} does, and keeps what stood there before. Throws a FailureError where it cannot. */
export function replaceFiles(
  kept: KeptFolder,
  files: readonly RenderedFile[],
  fs: FileSystem = fileSystem,
): FileChange[] {
  const hasPending = () => readSet(getPath(kept, "pending"), fs) !== null;
  if (!hasPending() && !isReplacing(previewFiles(kept.directory, files, fs)))
    return writeFiles(kept.directory, files, fs);
  const lock = lockSets(kept, fs);
  try {
    const changes = previewFiles(kept.directory, files, fs);
    if (!hasPending() && isReplacing(changes))
      notePending(kept, readStandingFiles(kept.directory, changes, fs), fs);
    const written = writeFiles(kept.directory, files, fs);
    if (hasPending()) keepPending(kept, fs);
    return written;
  } finally {
    fs.closeSync(lock);
  }
}

/** What {@link undoFiles} would put back; null where there is nothing. */
export function readEarlierFiles(kept: KeptFolder, fs: FileSystem = fileSystem): EarlierFiles | null {
  const pending = readSet(getPath(kept, "pending"), fs);
  if (pending !== null) return { files: pending, isPending: true };
  const files = readSet(getPath(kept, "earlier"), fs);
  return files === null ? null : { files, isPending: false };
}

/**
 * Puts the earlier files back and keeps those that stood there, so that the next undo undoes this one; after a run that
 * did not come to its end it goes back to where that run began. Where `finish` throws, the files are as before.
 *
 * @param finish what belongs to the files and is done while no other run can come between
 */
export async function undoFiles(
  kept: KeptFolder,
  { files, isPending }: EarlierFiles,
  finish: () => Promise<void>,
  fs: FileSystem = fileSystem,
): Promise<FileChange[]> {
  const lock = lockSets(kept, fs);
  try {
    const standing = readStandingFiles(kept.directory, previewFiles(kept.directory, files, fs), fs);
    if (!isPending) notePending(kept, standing, fs);
    const changes = writeFiles(kept.directory, files, fs);
    try {
      await finish();
    } catch (cause) {
      writeFiles(kept.directory, standing, fs);
      if (!isPending) unlink(getPath(kept, "pending"), fs);
      throw cause;
    }
    if (isPending) unlink(getPath(kept, "pending"), fs);
    else keepPending(kept, fs);
    return changes;
  } finally {
    fs.closeSync(lock);
  }
}

/** Something stood there, and something of it changes. */
function isReplacing(changes: readonly FileChange[]): boolean {
  const isThere = changes.some(({ change }) => change !== "created");
  return isThere && changes.some(({ change }) => change !== "unchanged");
}

function getFolder({ state }: KeptFolder): string {
  return `${resolve(state)}/earlier-files`;
}

function getPath(kept: KeptFolder, what: "earlier" | "pending"): string {
  return `${getFolder(kept)}/${getFileName(kept, what)}`;
}

function getFileName({ directory }: KeptFolder, what: "earlier" | "pending"): string {
  return `${encodeReference(basename(resolve(directory)))}.${what}.json`;
}

/** The descriptor that holds the lock. */
function lockSets(kept: KeptFolder, fs: FileSystem): number {
  try {
    fs.mkdirSync(kept.state, { recursive: true, mode: folderMode });
    fs.mkdirSync(getFolder(kept), { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw new FailureError(
      `${getFolder(kept)}: cannot keep what stands there for \`ors undo\`: ${describeReason(thrown)}; nothing was written`,
    );
  }
  return openFolder(getFolder(kept), fs).descriptor;
}

function notePending(kept: KeptFolder, files: readonly RenderedFile[], fs: FileSystem): void {
  const folder = getFolder(kept);
  // under the lock, one that is there was left by a run that was killed
  unlink(`${folder}/${makeTemporaryName(0)}`, fs);
  const content = `${JSON.stringify({ files })}\n`;
  const file = { path: getFileName(kept, "pending"), content, mode: 0o600, durable: true };
  for (const staged of stageFiles(folder, [file], fs)) renameStaged(staged, fs);
}

function keepPending(kept: KeptFolder, fs: FileSystem): void {
  fs.renameSync(getPath(kept, "pending"), getPath(kept, "earlier"));
}

/** What a link or another user's file has is not ours to keep. */
function readStandingFiles(
  directory: string,
  changes: readonly FileChange[],
  fs: FileSystem,
): RenderedFile[] {
  return changes.flatMap(({ path, change }) => {
    const present = change === "created" ? null : readPresentFile(`${directory}/${path}`, fs);
    return present === null ? [] : { path, ...present };
  });
}

function readSet(path: string, fs: FileSystem): RenderedFile[] | null {
  let text: string;
  try {
    text = fs.readFileSync(path, "utf8");
  } catch (thrown) {
    if (getErrorCode(thrown) === "ENOENT" || getErrorCode(thrown) === "ENOTDIR") return null;
    throw new FailureError(`${path}: cannot be read: ${describeReason(thrown)}; nothing was written`);
  }
  const files = parseSet(text);
  if (files !== null) return files;
  throw new FailureError(`${path}: not a set of files that was kept; nothing was written: remove it`);
}

function parseSet(text: string): RenderedFile[] | null {
  try {
    const { files } = JSON.parse(text) as { readonly files: unknown };
    return Array.isArray(files) && files.every(isRenderedFile) ? files : null;
  } catch {
    return null;
  }
}

function isRenderedFile(value: unknown): value is RenderedFile {
  if (typeof value !== "object" || value === null) return false;
  const { path, content, mode } = value as Partial<Record<keyof RenderedFile, unknown>>;
  return (
    typeof path === "string" && isFileName(path) && typeof content === "string" && Number.isInteger(mode)
  );
}
