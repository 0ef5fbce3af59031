import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addFrame,
  createBatch,
  exchange,
  frameOf,
  prepend,
  strip,
} from "../../src/link/frames/frame-batch.ts";
import { createPool, standardHeadroom } from "../../src/link/frames/frame-pool.ts";

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });

test("a header put on and taken off again leaves the frame as it was", () => {
  fc.assert(
    fc.property(bytes(200), bytes(standardHeadroom), (frame, header) => {
      const batch = createBatch(createPool({ buffers: 1, longestFrame: 200 }), 0, 1);
      expect(addFrame(batch, frame)).toBe(true);
      expect(prepend(batch, 0, header)).toBe(true);
      expect(frameOf(batch, 0)).toEqual(Uint8Array.of(...header, ...frame));
      expect(strip(batch, 0, header.length)).toBe(true);
      expect(frameOf(batch, 0)).toEqual(frame);
    }),
  );
});

test("a header longer than the headroom is refused, and the headroom is an option", () => {
  const small = createBatch(createPool({ buffers: 1, headroom: 4 }), 0, 1);
  addFrame(small, new Uint8Array(20));
  expect(prepend(small, 0, new Uint8Array(5))).toBe(false);
  expect(prepend(small, 0, new Uint8Array(4))).toBe(true);
  expect(prepend(small, 0, new Uint8Array(1))).toBe(false);
  expect(strip(small, 0, 25)).toBe(false);
});

test("no frame touches its neighbours", () => {
  const pool = createPool({ buffers: 3, longestFrame: 100 });
  const batch = createBatch(pool, 0, 3);
  for (const fill of [1, 2, 3]) addFrame(batch, new Uint8Array(100).fill(fill));
  prepend(batch, 1, new Uint8Array(standardHeadroom).fill(9));
  expect([frameOf(batch, 0), frameOf(batch, 2)].map((frame) => new Set(frame))).toEqual([
    new Set([1]),
    new Set([3]),
  ]);
});

test("two frames that changed places keep their bytes", () => {
  const batch = createBatch(createPool({ buffers: 2, longestFrame: 100 }), 0, 2);
  addFrame(batch, Uint8Array.of(1));
  addFrame(batch, Uint8Array.of(2, 2));
  exchange(batch, 0, 1);
  expect([...frameOf(batch, 0)]).toEqual([2, 2]);
  expect([...frameOf(batch, 1)]).toEqual([1]);
});

test("a batch takes no more frames, and no longer ones, than it has room for", () => {
  const batch = createBatch(createPool({ buffers: 1, longestFrame: 10 }), 0, 1);
  expect(addFrame(batch, new Uint8Array(12))).toBe(false);
  expect(addFrame(batch, new Uint8Array(10))).toBe(true);
  expect(addFrame(batch, new Uint8Array(1))).toBe(false);
  expect(() => createBatch(batch.pool, 0, 2)).toThrow(RangeError);
});
