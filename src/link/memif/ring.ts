/** Rings of descriptors in shared memory, as memif 2.0 lays them out. */
import { createPieces, type Pieces } from "./pieces.ts";

/** The same bytes in four widths, and views of some of them. */
export type SharedMemory = {
  readonly bytes: Uint8Array;
  readonly halves: Uint16Array;
  /** Signed, for whole numbers of 31 bits are what the compiler computes with fastest. */
  readonly words: Int32Array;
  /** For copies alone: a number that is only moved on is never made an object. */
  readonly longs: BigUint64Array;
  readonly pieces: Pieces;
};

/** Where a ring's fields lie, as places in the arrays of the memory. */
export type Ring = {
  readonly slots: number;
  /** In words: where the cookie is. */
  readonly cookie: number;
  /** In halves. */
  readonly flags: number;
  readonly head: number;
  readonly tail: number;
  /** In words: the first descriptor. */
  readonly descriptors: number;
};

export const ringCookie = 0x03e3_1f20;
/** Flag of a ring: whoever waits on it is awake anyway. */
export const noInterrupt = 1;
/** Flag of a descriptor: the frame goes on in the next one. */
export const chained = 1;

export const ringHeaderBytes = 128;
export const descriptorBytes = 16;
/** Words of a descriptor: flags and region, length, offset, metadata. */
export const descriptorWords = 4;

/** As long as somebody has the bytes. */
const viewed = new WeakMap<Uint8Array, SharedMemory>();

/** Memory whose place in its buffer is a multiple of eight. The same bytes have the same views each time. */
export function viewMemory(bytes: Uint8Array): SharedMemory {
  const known = viewed.get(bytes);
  if (known !== undefined) return known;
  const memory = createViews(bytes);
  viewed.set(bytes, memory);
  return memory;
}

function createViews(bytes: Uint8Array): SharedMemory {
  const { buffer, byteOffset, byteLength } = bytes;
  return {
    bytes,
    halves: new Uint16Array(buffer, byteOffset, byteLength >>> 1),
    words: new Int32Array(buffer, byteOffset, byteLength >>> 2),
    longs: new BigUint64Array(buffer, byteOffset, byteLength >>> 3),
    pieces: createPieces(),
  };
}

/** @param offset in bytes, a multiple of four */
export function locateRing(offset: number, log2Slots: number): Ring {
  return {
    slots: 1 << log2Slots,
    cookie: offset >>> 2,
    flags: (offset + 4) >>> 1,
    head: (offset + 6) >>> 1,
    tail: (offset + 64) >>> 1,
    descriptors: (offset + ringHeaderBytes) >>> 2,
  };
}

export function getRingBytes(log2Slots: number): number {
  return ringHeaderBytes + descriptorBytes * 2 ** log2Slots;
}

/** An index that the other process moves; what it wrote before is seen behind this. */
export function loadIndex({ halves }: SharedMemory, place: number): number {
  return Atomics.load(halves, place);
}

/** Moves an index: what was written before is seen by whoever reads it. */
export function storeIndex({ halves }: SharedMemory, place: number, index: number): void {
  Atomics.store(halves, place, index & 0xffff);
}

/** How far one index is ahead of another; they run freely through 16 bits. */
export function countBetween(ahead: number, behind: number): number {
  return (ahead - behind) & 0xffff;
}

/**
 * Whether what a descriptor names is inside the peer's one region. An offset or a length from 2³¹ on is negative here.
 *
 * @param size bytes of the region, below 2³¹
 * @param first flags, and the region above them
 */
export function isInMemory(size: number, first: number, offset: number, length: number): boolean {
  return first >>> 16 === 0 && length >= 0 && length <= size && offset >= 0 && offset <= size - length;
}
