/** Closing descriptors without waiting for it. */
import { close } from "node:fs";

/**
 * Closes descriptors that a stranger passed, in another thread: close(2) of a file on a FUSE file system, or of a lingering
 * socket, waits for whoever is behind it.
 */
export function closeLater(descriptors: readonly number[]): void {
  void closeBeside(descriptors);
}

/** Closes them in another thread, and resolves when they are: close(2) of a TAP waits for the whole kernel. */
export async function closeBeside(descriptors: readonly number[]): Promise<void> {
  await Promise.all(descriptors.map((fd) => new Promise((resolve) => close(fd, resolve))));
}
