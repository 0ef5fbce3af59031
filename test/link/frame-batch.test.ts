import fc from "fast-check";
import { expect, test } from "vitest";
import { addFrame, createBatch, swapFrames } from "../../src/link/frames/frame-batch.ts";
import { createPool, defaultHeadroom } from "../../src/link/frames/frame-pool.ts";
import { getFrame, prependBytes, stripBytes } from "./frames.ts";

const bytes = (maxLength: number) => fc.uint8Array({ maxLength });

test("a header put on and taken off again leaves the frame as it was", () => {
  fc.assert(
    fc.property(bytes(200), bytes(defaultHeadroom), (frame, header) => {
      const batch = createBatch(createPool({ buffers: 1, maxFrame: 200 }), 0, 1);
      expect(addFrame(batch, frame)).toBe(true);
      expect(prependBytes(batch, 0, header)).toBe(true);
      expect(getFrame(batch, 0)).toEqual(Uint8Array.of(...header, ...frame));
      expect(stripBytes(batch, 0, header.length)).toBe(true);
      expect(getFrame(batch, 0)).toEqual(frame);
    }),
  );
});

test("a header longer than the headroom is refused, and the headroom is an option", () => {
  const small = createBatch(createPool({ buffers: 1, headroom: 4 }), 0, 1);
  addFrame(small, new Uint8Array(20));
  expect(prependBytes(small, 0, new Uint8Array(5))).toBe(false);
  expect(prependBytes(small, 0, new Uint8Array(4))).toBe(true);
  expect(prependBytes(small, 0, new Uint8Array(1))).toBe(false);
  expect(stripBytes(small, 0, 25)).toBe(false);
});

test("no frame touches its neighbours", () => {
  const pool = createPool({ buffers: 3, maxFrame: 100 });
  const batch = createBatch(pool, 0, 3);
  for (const fill of [1, 2, 3]) addFrame(batch, new Uint8Array(100).fill(fill));
  prependBytes(batch, 1, new Uint8Array(defaultHeadroom).fill(9));
  expect([getFrame(batch, 0), getFrame(batch, 2)].map((frame) => new Set(frame))).toEqual([
    new Set([1]),
    new Set([3]),
  ]);
});

test("two frames that changed places keep their bytes", () => {
  const batch = createBatch(createPool({ buffers: 2, maxFrame: 100 }), 0, 2);
  addFrame(batch, Uint8Array.of(1));
  addFrame(batch, Uint8Array.of(2, 2));
  swapFrames(batch, 0, 1);
  expect([...getFrame(batch, 0)]).toEqual([2, 2]);
  expect([...getFrame(batch, 1)]).toEqual([1]);
});

test("a batch takes no more frames, and no longer ones, than it has room for", () => {
  const batch = createBatch(createPool({ buffers: 1, maxFrame: 10 }), 0, 1);
  expect(addFrame(batch, new Uint8Array(12))).toBe(false);
  expect(addFrame(batch, new Uint8Array(10))).toBe(true);
  expect(addFrame(batch, new Uint8Array(1))).toBe(false);
  expect(() => createBatch(batch.pool, 0, 2)).toThrow(RangeError);
});
