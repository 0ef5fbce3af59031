/** Files written beside their places, to be renamed into them. */
import { FailureError } from "../issue/exit-code.ts";
import type { RenderedFile } from "../render/rendered-file.ts";
import { describeReason, type FileSystem, getErrorCode } from "./file-system.ts";
import { makeTemporaryName } from "./manifest.ts";

/** A staged file and the place that it is for. */
export type Staged = { readonly temporary: string; readonly target: string };

/**
 * Durable: its content reaches the disk before it replaces an older one, so that a power cut leaves one of the
 * two. A file that was not there before is cheaper to make again.
 */
export type FileToStage = RenderedFile & { readonly durable: boolean };

/** Throws a FailureError, with nothing left, where one of them cannot be staged. */
export function stageFiles(folder: string, files: readonly FileToStage[], fs: FileSystem): Staged[] {
  const staged: Staged[] = [];
  try {
    for (const [number, file] of files.entries()) {
      const temporary = `${folder}/${makeTemporaryName(number)}`;
      staged.push({ temporary, target: `${folder}/${file.path}` });
      writeTemporary(temporary, file, fs);
    }
    return staged;
  } catch (thrown) {
    discard(staged, fs);
    throw new FailureError(
      `${folder}: ${describeReason(thrown)}; nothing was changed: everything stands as before`,
    );
  }
}

function writeTemporary(path: string, { content, mode, durable }: FileToStage, fs: FileSystem): void {
  const descriptor = fs.openSync(path, "wx", 0o600);
  try {
    fs.writeFileSync(descriptor, content);
    fs.fchmodSync(descriptor, mode);
    if (durable) fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

export function renameStaged({ temporary, target }: Staged, fs: FileSystem): void {
  fs.renameSync(temporary, target);
}

/** Removes a file; one that is gone already is as good. */
export function unlink(path: string, fs: FileSystem): void {
  try {
    fs.unlinkSync(path);
  } catch (thrown) {
    if (getErrorCode(thrown) !== "ENOENT") throw thrown;
  }
}

/** Removes as many as can be; the next run removes the rest. */
export function discard(staged: readonly Staged[], fs: FileSystem): void {
  for (const { temporary } of staged) {
    try {
      fs.unlinkSync(temporary);
    } catch {
      // Renamed already, or left for the next run.
    }
  }
}
