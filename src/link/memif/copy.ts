/** Copying between memories that JavaScript sees as arrays: short pieces by words, long ones by one call. */
import type { SharedMemory } from "./ring.ts";

/** Above this one call is faster than a loop. */
const shortBytes = 256;

/**
 * Copies bytes from one memory into another. Not one byte beside them is written.
 *
 * @param from offset in `source`, @param to offset in `target`
 */
export function copyBytes(
  source: SharedMemory,
  from: number,
  target: SharedMemory,
  to: number,
  length: number,
): void {
  if (length > shortBytes) target.bytes.set(source.bytes.subarray(from, from + length), to);
  else if (((from | to) & 3) === 0) copyWords(source, from, target, to, length);
  else copySingly(source.bytes, from, target.bytes, to, length);
}

function copyWords(
  source: SharedMemory,
  from: number,
  target: SharedMemory,
  to: number,
  length: number,
): void {
  const [read, write] = [source.words, target.words];
  let place = from >>> 2;
  let goal = to >>> 2;
  let left = length >>> 2;
  for (; left >= 12; left -= 12, place += 12, goal += 12) {
    write[goal] = read[place] as number;
    write[goal + 1] = read[place + 1] as number;
    write[goal + 2] = read[place + 2] as number;
    write[goal + 3] = read[place + 3] as number;
    write[goal + 4] = read[place + 4] as number;
    write[goal + 5] = read[place + 5] as number;
    write[goal + 6] = read[place + 6] as number;
    write[goal + 7] = read[place + 7] as number;
    write[goal + 8] = read[place + 8] as number;
    write[goal + 9] = read[place + 9] as number;
    write[goal + 10] = read[place + 10] as number;
    write[goal + 11] = read[place + 11] as number;
  }
  for (; left > 0; left--) write[goal++] = read[place++] as number;
  const rest = length & 3;
  if (rest > 0) copySingly(source.bytes, from + length - rest, target.bytes, to + length - rest, rest);
}

function copySingly(source: Uint8Array, from: number, target: Uint8Array, to: number, length: number): void {
  for (let index = 0; index < length; index++) target[to + index] = source[from + index] as number;
}
