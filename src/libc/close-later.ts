/** Closing descriptors that a stranger passed. */
import { close } from "node:fs";

/**
 * Closes them in another thread: close(2) of a file on a FUSE file system, or of a lingering socket, waits for whoever is
 * behind it.
 */
export function closeLater(descriptors: readonly number[]): void {
  for (const fd of descriptors) close(fd, () => {});
}
