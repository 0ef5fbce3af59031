/** Copying between memories that JavaScript sees as arrays: in the widest pieces that both places allow. */
import { findPiece } from "./pieces.ts";
import type { SharedMemory } from "./ring.ts";

/** Above these one call is faster than a loop: of words, and of single bytes. */
const shortBytes = 256;
const fewBytes = 32;

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
  const both = from | to;
  if ((both & 7) === 0 && length <= shortBytes) copyLongs(source, from, target, to, length);
  else if ((both & 3) === 0 && length <= shortBytes) copyWords(source, from, target, to, length);
  else if (length <= fewBytes) copySingly(source.bytes, from, target.bytes, to, length);
  else target.bytes.set(viewPart(source, from, length), to);
}

function viewPart({ bytes, pieces }: SharedMemory, from: number, length: number): Uint8Array {
  return findPiece(pieces, bytes, from, length) ?? bytes.subarray(from, from + length);
}

function copyLongs(
  source: SharedMemory,
  from: number,
  target: SharedMemory,
  to: number,
  length: number,
): void {
  const [read, write] = [source.longs, target.longs];
  let place = from >>> 3;
  let goal = to >>> 3;
  let left = length >>> 3;
  for (; left >= 8; left -= 8, place += 8, goal += 8) {
    write[goal] = read[place] as bigint;
    write[goal + 1] = read[place + 1] as bigint;
    write[goal + 2] = read[place + 2] as bigint;
    write[goal + 3] = read[place + 3] as bigint;
    write[goal + 4] = read[place + 4] as bigint;
    write[goal + 5] = read[place + 5] as bigint;
    write[goal + 6] = read[place + 6] as bigint;
    write[goal + 7] = read[place + 7] as bigint;
  }
  for (; left > 0; left--) write[goal++] = read[place++] as bigint;
  if ((length & 4) !== 0) target.words[goal << 1] = source.words[place << 1] as number;
  const rest = length & 3;
  if (rest > 0) copySingly(source.bytes, from + length - rest, target.bytes, to + length - rest, rest);
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
  for (; left >= 4; left -= 4, place += 4, goal += 4) {
    write[goal] = read[place] as number;
    write[goal + 1] = read[place + 1] as number;
    write[goal + 2] = read[place + 2] as number;
    write[goal + 3] = read[place + 3] as number;
  }
  for (; left > 0; left--) write[goal++] = read[place++] as number;
  const rest = length & 3;
  if (rest > 0) copySingly(source.bytes, from + length - rest, target.bytes, to + length - rest, rest);
}

function copySingly(source: Uint8Array, from: number, target: Uint8Array, to: number, length: number): void {
  for (let index = 0; index < length; index++) target[to + index] = source[from + index] as number;
}
