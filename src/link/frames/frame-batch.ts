/** A batch: which frames of a pool are moved by one call. Arrays of numbers, made once and used for ever. */
import type { FramePool } from "./frame-pool.ts";

export type FrameBatch = {
  readonly pool: FramePool;
  readonly capacity: number;
  /** Offset into the pool's memory of each buffer. */
  readonly base: Uint32Array;
  /** Offset into the pool's memory of each frame's first byte. */
  readonly start: Uint32Array;
  /** Bytes of each frame, without a virtio header. */
  readonly length: Uint32Array;
  /** What became of each frame in the last writeBatch: bytes that went, or an error number below 0. */
  readonly outcome: Int32Array;
  /** Frames in the batch, set by readBatch; they are the first ones. */
  count: number;
};

/** As many frames as one call moves at most: enough to make the system call's share small. */
export const largestBatch = 64;

/** A batch over the pool's buffers `first`, `first + 1`, … */
export function createBatch(pool: FramePool, first = 0, capacity = largestBatch): FrameBatch {
  if (first + capacity > pool.buffers) {
    throw new RangeError(`buffers ${first} to ${first + capacity - 1} of a pool of ${pool.buffers}`);
  }
  const base = Uint32Array.from({ length: capacity }, (_, index) => (first + index) * pool.stride);
  const start = base.map((offset) => offset + pool.headroom);
  const length = new Uint32Array(capacity);
  return { pool, capacity, base, start, length, outcome: new Int32Array(capacity), count: 0 };
}

/** The bytes of a frame, to look into or change (an object is made: not for each frame on the way). */
export function frameOf(batch: FrameBatch, index: number): Uint8Array {
  const start = batch.start[index] as number;
  return batch.pool.memory.subarray(start, start + (batch.length[index] as number));
}

/** Adds a frame by copying it in; false where the batch is full or the frame too long. */
export function addFrame(batch: FrameBatch, frame: Uint8Array): boolean {
  const { pool, count } = batch;
  if (count === batch.capacity || frame.length > pool.longestFrame + 1) return false;
  const start = (batch.base[count] as number) + pool.headroom;
  pool.memory.set(frame, start);
  batch.start[count] = start;
  batch.length[count] = frame.length;
  batch.count = count + 1;
  return true;
}

/** Puts `bytes` before the frame, in the headroom; false where there is too little of it. */
export function prepend(batch: FrameBatch, index: number, bytes: Uint8Array): boolean {
  const start = (batch.start[index] as number) - bytes.length;
  if (start < (batch.base[index] as number)) return false;
  batch.pool.memory.set(bytes, start);
  batch.start[index] = start;
  batch.length[index] = (batch.length[index] as number) + bytes.length;
  return true;
}

/** Takes the first `size` bytes off the frame; false where it is shorter. */
export function strip(batch: FrameBatch, index: number, size: number): boolean {
  if ((batch.length[index] as number) < size) return false;
  batch.start[index] = (batch.start[index] as number) + size;
  batch.length[index] = (batch.length[index] as number) - size;
  return true;
}

/** Lets two frames of the batch change places, buffers and all. */
export function exchange(batch: FrameBatch, one: number, other: number): void {
  for (const column of [batch.base, batch.start, batch.length]) {
    const kept = column[one] as number;
    column[one] = column[other] as number;
    column[other] = kept;
  }
}
