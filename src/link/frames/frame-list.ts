/** Frames on their way to several TAPs: each has a descriptor of its own. Arrays of numbers, made once. */
import type { FramePool } from "./frame-pool.ts";

export type FrameList = {
  readonly pool: FramePool;
  readonly capacity: number;
  /** Where each frame goes. */
  readonly descriptor: Int32Array;
  /** Offset into the pool's memory of each frame's first byte; the same frame may be there several times. */
  readonly start: Uint32Array;
  /** Bytes of each frame. */
  readonly length: Uint32Array;
  /** What became of each frame in the last `writeList`: bytes that went, or an error number below 0. */
  readonly outcome: Int32Array;
  /** Frames in the list; they are the first ones. */
  count: number;
};

/** An empty list of frames that lie in the pool. */
export function createFrameList(pool: FramePool, capacity: number): FrameList {
  return {
    pool,
    capacity,
    descriptor: new Int32Array(capacity),
    start: new Uint32Array(capacity),
    length: new Uint32Array(capacity),
    outcome: new Int32Array(capacity),
    count: 0,
  };
}
