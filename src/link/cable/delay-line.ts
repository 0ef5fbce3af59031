/** Frames that are under way for a while: a ring of bytes, first in, first out, since all take equally long. */
import { addFrame, type FrameBatch } from "../frames/frame-batch.ts";

export type DelayLine = {
  /** Copies a frame in; false where there is no room. */
  readonly put: (frames: FrameBatch, index: number, now: number) => boolean;
  /** Fills the batch with frames that are due; their number is `batch.count`. */
  readonly takeDue: (batch: FrameBatch, now: number) => number;
  /** Milliseconds until the next frame is due (0 for at once), or null where none is under way. */
  readonly nextDue: (now: number) => number | null;
  readonly waiting: () => number;
};

export const delayLineFrames = 16_384;
export const delayLineBytes = 32 * 1024 * 1024;

/**
 * @param delay milliseconds that each frame takes
 * @param capacity most frames and bytes under way; what does not fit is dropped by the caller
 */
export function createDelayLine(
  delay: number,
  capacity: { frames: number; bytes: number } = { frames: delayLineFrames, bytes: delayLineBytes },
): DelayLine {
  const bytes = new Uint8Array(capacity.bytes);
  const due = new Float64Array(capacity.frames);
  const start = new Uint32Array(capacity.frames);
  const length = new Uint32Array(capacity.frames);
  let oldest = 0;
  let count = 0;
  let free = 0; // where the next frame begins

  /** Where `size` bytes fit behind the youngest frame without touching the oldest, or −1. */
  const placeFor = (size: number): number => {
    if (count === 0) return size <= capacity.bytes ? 0 : -1;
    const first = start[oldest] as number;
    if (free > first) {
      if (free + size <= capacity.bytes) return free;
      return size <= first ? 0 : -1;
    }
    return free + size <= first ? free : -1;
  };

  return {
    put: ({ pool, start: from, length: sizes }, index, now) => {
      const size = sizes[index] as number;
      const place = count === capacity.frames ? -1 : placeFor(size);
      if (place < 0) return false;
      const source = from[index] as number;
      // copyWithin works inside one array only; subarray makes an object, which only a delayed link pays for
      bytes.set(pool.memory.subarray(source, source + size), place);
      const slot = (oldest + count) % capacity.frames;
      due[slot] = now + delay;
      start[slot] = place;
      length[slot] = size;
      free = place + size;
      count += 1;
      return true;
    },
    takeDue: (batch, now) => {
      batch.count = 0;
      while (count > 0 && (due[oldest] as number) <= now) {
        const from = start[oldest] as number;
        if (!addFrame(batch, bytes.subarray(from, from + (length[oldest] as number)))) break;
        oldest = (oldest + 1) % capacity.frames;
        count -= 1;
      }
      return batch.count;
    },
    nextDue: (now) => (count === 0 ? null : Math.max(0, (due[oldest] as number) - now)),
    waiting: () => count,
  };
}
