/** Frames of a batch as tests look into them, and whether counters add up. */
import type { Counters } from "../../src/link/cable/counters.ts";
import type { FrameBatch } from "../../src/link/frames/frame-batch.ts";

/** The bytes of a frame, to look into or change (an object is made: not for each frame on the way). */
export function getFrame(batch: FrameBatch, index: number): Uint8Array {
  const start = batch.start[index] as number;
  return batch.pool.memory.subarray(start, start + (batch.length[index] as number));
}

/** Puts `bytes` before the frame, in the headroom; false where there is too little of it. */
export function prependBytes(batch: FrameBatch, index: number, bytes: Uint8Array): boolean {
  const start = (batch.start[index] as number) - bytes.length;
  if (start < (batch.base[index] as number)) return false;
  batch.pool.memory.set(bytes, start);
  batch.start[index] = start;
  batch.length[index] = (batch.length[index] as number) + bytes.length;
  return true;
}

/** Takes the first `size` bytes off the frame; false where it is shorter. */
export function stripBytes(batch: FrameBatch, index: number, size: number): boolean {
  if ((batch.length[index] as number) < size) return false;
  batch.start[index] = (batch.start[index] as number) + size;
  batch.length[index] = (batch.length[index] as number) - size;
  return true;
}

/** True where every frame that was read is accounted for. */
export function isBalanced(counters: Counters): boolean {
  const { read, carried, noRoom, refused, lost, otherVlan, waiting } = counters;
  return read === carried + noRoom + refused + lost + otherVlan + waiting;
}
