/** The last line of a log that a kill or a full disk cut off: readers that take each line for JSON would end with it. */
import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from "node:fs";

/** Takes it away; nothing where the log is not there or ends with a whole line. */
export function removeCutOffLine(path: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(path, "r+");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return;
    throw cause;
  }
  try {
    const { size } = fstatSync(descriptor);
    const text = Buffer.alloc(size);
    const read = readSync(descriptor, text, 0, size, 0);
    const end = text.subarray(0, read).lastIndexOf(0x0a) + 1;
    if (end < size) ftruncateSync(descriptor, end);
  } finally {
    closeSync(descriptor);
  }
}
