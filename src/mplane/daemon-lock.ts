/** One daemon a state folder: two on one Radio Unit would keep each other's sessions alive, or the wrong one. */
import { mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { FailureError } from "../issue/exit-code.ts";
import { close, lockFile } from "../libc/file.ts";

/** The descriptor that holds the lock; it ends with the process, however that ends. */
export function openDaemonLock(stateFolder: string): number {
  mkdirSync(stateFolder, { recursive: true });
  const fd = openSync(join(stateFolder, "radio.lock"), "a", 0o600);
  if (lockFile(fd)) return fd;
  close(fd);
  throw new FailureError(`another \`ors radio run\` has the state folder ${stateFolder}`);
}
