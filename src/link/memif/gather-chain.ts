/** Frames that a peer has cut into several descriptors: put together in memory that the peer does not see. */
import { maxEthernetFrame } from "../frames/frame-pool.ts";
import { refusedLength } from "../switch/core/frames.ts";
import { copyBytes } from "./copy.ts";
import { maxBatchBytes } from "./limits.ts";
import type { Peer } from "./peer.ts";
import { chained, descriptorWords, isInMemory, type SharedMemory, viewMemory } from "./ring.ts";

/** Room for the frames of a batch, one behind the other. */
export type ChainPool = {
  readonly memory: SharedMemory;
  /** Where the next frame begins: a multiple of eight. */
  free: number;
};

/** Frames begin in the first of both; pages that are never touched cost nothing. */
const poolBytes = maxBatchBytes + maxEthernetFrame;

export function createChainPool(): ChainPool {
  return { memory: viewMemory(new Uint8Array(poolBytes)), free: 0 };
}

/** Whether there is room for any frame. */
export function hasRoom({ memory, free }: ChainPool): boolean {
  return memory.bytes.length - free >= maxEthernetFrame;
}

/** How many descriptors a chain has; all that wait where none of them is its end. @param slot of the first one */
export function countChained({ memory, toServer }: Peer, slot: number, waiting: number): number {
  const last = toServer.slots - 1;
  let count = 0;
  while (count < waiting) {
    const place = toServer.descriptors + ((slot + count++) & last) * descriptorWords;
    if (((memory.words[place] as number) & chained) === 0) break;
  }
  return count;
}

/**
 * Copies a frame to `pool.free`. Each descriptor is read once.
 *
 * @param count descriptors of it
 * @returns its length; {@link refusedLength} where a descriptor is wrong, the chain has no end, or it is longer than any frame
 */
export function gatherChain(
  { memory, size: region, toServer }: Peer,
  pool: ChainPool,
  slot: number,
  count: number,
): number {
  const { words } = memory;
  let length = 0;
  for (let part = 0; part < count; part++) {
    const place = toServer.descriptors + ((slot + part) & (toServer.slots - 1)) * descriptorWords;
    const first = words[place] as number;
    const size = words[place + 1] as number;
    const offset = words[place + 2] as number;
    const isLast = (first & chained) === 0;
    if (!isInMemory(region, first, offset, size) || isLast !== (part === count - 1)) return refusedLength;
    if (length + size > maxEthernetFrame) return refusedLength;
    copyBytes(memory, offset, pool.memory, pool.free + length, size);
    length += size;
  }
  return length;
}
