/** The folder that files are written to: opened once, locked against another run of its own. */
import type * as ChildProcess from "node:child_process";
import { constants } from "node:fs";
import { createRequire } from "node:module";
import { FailureError } from "../issue/exit-code.ts";
import { describeReason, type FileSystem, getErrorCode } from "./file-system.ts";

/** rwxr-x---: what is inside is for the partition's user and group. */
export const folderMode = 0o750;

/** s that a run waits for another on the same folder. */
export const lockTimeout = 30;

/** An absolute path without symbolic links, locked until it is closed or the process ends. */
export type OpenFolder = { readonly path: string; readonly descriptor: number };

/** Makes the folder where it is missing. Throws a FailureError that names it. */
export function openFolder(directory: string, fs: FileSystem): OpenFolder {
  try {
    fs.mkdirSync(directory, { recursive: true, mode: folderMode });
    const path = fs.realpathSync(directory);
    const descriptor = fs.openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
    lock(directory, descriptor);
    return { path, descriptor };
  } catch (thrown) {
    if (thrown instanceof FailureError) throw thrown;
    const what = getErrorCode(thrown) === "EEXIST" ? "not a folder" : describeReason(thrown);
    throw new FailureError(`${directory}: cannot be used as output folder: ${what}; nothing was written`);
  }
}

/**
 * Node has no flock(2), so flock(1) of util-linux takes the lock on our open descriptor: it stays ours when
 * flock ends, and the kernel lifts it when we do, however we end. What starts programs is loaded here: whoever replaces a
 * single file needs none of it.
 */
function lock(directory: string, descriptor: number): void {
  const { spawnSync } = createRequire(import.meta.url)("node:child_process") as typeof ChildProcess;
  const child = spawnSync("flock", ["--exclusive", "--wait", String(lockTimeout), "3"], {
    stdio: ["ignore", "ignore", "pipe", descriptor],
    encoding: "utf8",
  });
  if (child.status === 0) return;
  throw new FailureError(
    `${directory}: cannot be locked: ${describeLockFailure(child)}; nothing was written`,
  );
}

function describeLockFailure({
  status,
  error,
  stderr,
}: {
  status: number | null;
  error?: Error;
  stderr?: string;
}): string {
  if (error !== undefined) return `flock (of util-linux) does not start: ${describeReason(error)}`;
  if (status === 1 && !stderr) return `another run has held it for ${lockTimeout} s`;
  return stderr?.trim() || `flock ended with ${status}`;
}
