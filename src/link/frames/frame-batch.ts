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
export const maxBatch = 64;

/** A batch over the pool's buffers `first`, `first + 1`, … */
export function createBatch(pool: FramePool, first = 0, capacity = maxBatch): FrameBatch {
  if (first + capacity > pool.buffers) {
    throw new RangeError(`buffers ${first} to ${first + capacity - 1} of a pool of ${pool.buffers}`);
  }
  const base = Uint32Array.from({ length: capacity }, (_, index) => (first + index) * pool.stride);
  const start = base.map((offset) => offset + pool.headroom);
  const length = new Uint32Array(capacity);
  return { pool, capacity, base, start, length, outcome: new Int32Array(capacity), count: 0 };
}

/** Adds a frame by copying it in; false where the batch is full or the frame too long. */
export function addFrame(batch: FrameBatch, frame: Uint8Array): boolean {
  const { pool, count } = batch;
  if (count === batch.capacity || frame.length > pool.maxFrame + 1) return false;
  const start = (batch.base[count] as number) + pool.headroom;
  pool.memory.set(frame, start);
  batch.start[count] = start;
  batch.length[count] = frame.length;
  batch.count = count + 1;
  return true;
}

/** Lets two frames of the batch change places, buffers and all. */
export function swapFrames(batch: FrameBatch, one: number, other: number): void {
  for (const column of [batch.base, batch.start, batch.length]) {
    const kept = column[one] as number;
    column[one] = column[other] as number;
    column[other] = kept;
  }
}

/** Takes a frame out and keeps the order of the others. */
export function removeFrame(batch: FrameBatch, index: number): void {
  batch.count -= 1;
  for (let place = index; place < batch.count; place++) swapFrames(batch, place, place + 1);
}
