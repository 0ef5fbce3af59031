/** Frames that a peer has sent: noted where they lie, after each field of their descriptors was read once and checked. */
import { type Frames, headerBytes, headerWords, refusedLength } from "../switch/core/frames.ts";
import type { Peer } from "./peer.ts";
import { chained, countBetween, descriptorWords, loadIndex, type SharedMemory } from "./ring.ts";

/** An Ethernet header; what is shorter is not a frame. */
const minFrame = 14;

/**
 * Notes the frames that wait, at most as many as there is room for. One whose descriptor is wrong has
 * {@link refusedLength}: it is counted and goes nowhere, and the next one is as good as ever.
 *
 * @returns how many
 */
export function takeFrames(peer: Peer, frames: Frames): number {
  const { memory, toServer, taken } = peer;
  frames.count = 0;
  if (peer.broken !== null) return 0;
  const waiting = countBetween(loadIndex(memory, toServer.head), taken);
  if (waiting > toServer.slots) {
    peer.broken = `${waiting} frames in a ring of ${toServer.slots}`;
    return 0;
  }
  peer.taken = (taken + takeWaiting(peer, frames, waiting)) & 0xffff;
  return frames.count;
}

/** Returns how many descriptors were taken. */
function takeWaiting(peer: Peer, frames: Frames, waiting: number): number {
  const { memory, toServer, taken } = peer;
  const { words, bytes } = memory;
  const { start, length } = frames;
  const { descriptors } = toServer;
  const last = toServer.slots - 1;
  const end = bytes.length;
  let used = 0;
  let count = 0;
  for (; used < waiting && count < frames.capacity; used++, count++) {
    const place = descriptors + ((taken + used) & last) * descriptorWords;
    const first = words[place] as number;
    const size = words[place + 1] as number;
    const offset = words[place + 2] as number;
    if ((first & 0xffff_0001) !== 0 || size < minFrame || size > end || offset > end - size) {
      start[count] = 0;
      length[count] = refusedLength;
      if ((first & chained) !== 0) used += countChained(peer, taken + used, waiting - used) - 1;
      continue;
    }
    start[count] = offset;
    length[count] = size;
    readHeader(memory, frames, count, offset, size);
  }
  frames.count = count;
  return used;
}

function countChained({ memory, toServer }: Peer, slot: number, waiting: number): number {
  let count = 1;
  for (; count < waiting; count++) {
    const place = toServer.descriptors + ((slot + count) & (toServer.slots - 1)) * descriptorWords;
    if (((memory.words[place] as number) & chained) === 0) return count + 1;
  }
  return count;
}

/** The first 16 bytes, once; of a shorter frame those that it has. */
function readHeader(
  { words, bytes }: SharedMemory,
  frames: Frames,
  index: number,
  offset: number,
  length: number,
): void {
  const { header } = frames;
  const to = index * headerWords;
  if ((offset & 3) === 0 && length >= headerBytes) {
    const from = offset >>> 2;
    header[to] = words[from] as number;
    header[to + 1] = words[from + 1] as number;
    header[to + 2] = words[from + 2] as number;
    header[to + 3] = words[from + 3] as number;
    return;
  }
  for (let word = 0; word < headerWords; word++) {
    let value = 0;
    for (let byte = 0; byte < 4; byte++) {
      const at = word * 4 + byte;
      if (at < length) value |= (bytes[offset + at] as number) << (8 * byte);
    }
    header[to + word] = value;
  }
}
