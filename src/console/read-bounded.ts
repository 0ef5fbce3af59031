/** Reads what commands work on, which may be a device that never ends. */
import { readSync } from "node:fs";
import { maxInputLength } from "../instance/limits.ts";

/** No text of as many characters as an input may have takes more bytes: a UTF-16 unit has at most 3 in UTF-8. */
export const maxInputBytes = 3 * maxInputLength;

const partBytes = 1 << 16;

/** All there is behind a descriptor, or somewhat more than {@link maxInputBytes} where there is more. */
export function readBounded(descriptor: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let size = 0; size <= maxInputBytes; ) {
    const part = new Uint8Array(partBytes);
    const read = readSome(descriptor, part);
    if (read === 0) break;
    parts.push(part.subarray(0, read));
    size += read;
  }
  return Buffer.concat(parts);
}

/** Whoever gave us a descriptor may have made it one that does not wait: then it is waited for here. */
function readSome(descriptor: number, part: Uint8Array): number {
  for (;;) {
    try {
      return readSync(descriptor, part);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EAGAIN") throw cause;
      Atomics.wait(clock, 0, 0, pollIntervalMs);
    }
  }
}

const pollIntervalMs = 10;

/** Nobody wakes who waits for it: Node has no other pause that blocks. */
const clock = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
