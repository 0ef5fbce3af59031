/** Frames that a peer has sent: noted where they lie, after each field of their descriptors was read once and checked. */
import { type Frames, headerBytes, headerWords, refusedLength } from "../switch/core/frames.ts";
import { type ChainPool, countChained, gatherChain, hasRoom } from "./gather-chain.ts";
import { maxBatchBytes } from "./limits.ts";
import type { Peer } from "./peer.ts";
import { chained, countBetween, descriptorWords, isInMemory, loadIndex, type SharedMemory } from "./ring.ts";

/** An Ethernet header; what is shorter is not a frame. */
const minFrame = 14;

/**
 * Notes the frames that wait, at most as many as there is room for. One whose descriptor is wrong has
 * {@link refusedLength}: it is counted and goes nowhere, and the next one is as good as ever. Frames in several
 * descriptors make a batch of their own, since they lie elsewhere.
 *
 * @param getPool where those are put together; asked for when the first one comes
 * @returns how many
 */
export function takeFrames(peer: Peer, frames: Frames, getPool: () => ChainPool): number {
  const { memory, toServer, taken } = peer;
  frames.count = 0;
  if (peer.broken !== null) return 0;
  const waiting = countBetween(loadIndex(memory, toServer.head), taken);
  if (waiting > toServer.slots) {
    peer.broken = `${waiting} frames in a ring of ${toServer.slots}`;
    return 0;
  }
  let used = takeWhole(peer, frames, waiting);
  if (used === 0 && waiting > 0) used = takeChains(peer, frames, waiting, getPool());
  peer.taken = (taken + used) & 0xffff;
  return frames.count;
}

/** Takes frames of one descriptor, up to the first of several. Returns how many descriptors were taken. */
function takeWhole({ memory, size: region, toServer, taken }: Peer, frames: Frames, waiting: number): number {
  const { words, bytes } = memory;
  const { start, length } = frames;
  const { descriptors } = toServer;
  const last = toServer.slots - 1;
  const most = Math.min(waiting, frames.capacity);
  frames.memory = bytes;
  let count = 0;
  let left = maxBatchBytes;
  for (; count < most && left > 0; count++) {
    const place = descriptors + ((taken + count) & last) * descriptorWords;
    const first = words[place] as number;
    const size = words[place + 1] as number;
    const offset = words[place + 2] as number;
    if ((first & chained) !== 0) break;
    const isGood = isInMemory(region, first, offset, size) && size >= minFrame;
    start[count] = isGood ? offset : 0;
    length[count] = isGood ? size : refusedLength;
    if (!isGood) continue;
    left -= size;
    readHeader(memory, frames, count, offset, size);
  }
  frames.count = count;
  return count;
}

/** Takes frames of several descriptors, as long as such come and there is room. Returns how many descriptors were taken. */
function takeChains(peer: Peer, frames: Frames, waiting: number, pool: ChainPool): number {
  const { start, length } = frames;
  pool.free = 0;
  frames.memory = pool.memory.bytes;
  let used = 0;
  while (used < waiting && frames.count < frames.capacity && hasRoom(pool)) {
    const slot = peer.taken + used;
    const parts = countChained(peer, slot, waiting - used);
    if (parts === 1 && frames.count > 0) break;
    used += parts;
    const index = frames.count++;
    const size = gatherChain(peer, pool, slot, parts);
    start[index] = pool.free;
    length[index] = size < minFrame ? refusedLength : size;
    if (size >= minFrame) readHeader(pool.memory, frames, index, pool.free, size);
    pool.free += (size + 7) & ~7;
  }
  return used;
}

/** The first 16 bytes, once; of a shorter frame those that it has. */
function readHeader(
  { words, bytes }: SharedMemory,
  { header }: Frames,
  index: number,
  offset: number,
  length: number,
): void {
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
