/** Frames that are copied from one memory into another with another tag, beside the same done byte by byte. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { getLeavingLength, viewFrames, writeFrame } from "../../../src/link/memif/foreign-frames.ts";
import { viewMemory } from "../../../src/link/memif/ring.ts";
import { createFrames, type Frames } from "../../../src/link/switch/core/frames.ts";
import { untagged } from "../../../src/link/switch/port.ts";

const canary = 0xa5;

/** What must come out: addresses, the tag if there is one, and what stands behind the tag that came. */
function retag(frame: Uint8Array, isTagged: boolean, tag: number): number[] {
  const put = tag === untagged ? [] : [0x81, 0x00, tag >> 8, tag & 0xff];
  return [...frame.subarray(0, 12), ...put, ...frame.subarray(isTagged ? 16 : 12)];
}

const frame = fc
  .record({
    body: fc.uint8Array({ minLength: 14, maxLength: 400 }),
    isTagged: fc.boolean(),
    from: fc.nat(9),
    to: fc.nat(9),
    tag: fc.oneof(fc.constant(untagged), fc.nat(0xffff)),
  })
  .map(({ body, isTagged, ...more }) => {
    const tag = isTagged ? [0x81, 0x00, 0x12, 0x34] : [];
    const bytes = Uint8Array.from([
      ...body.subarray(0, 12),
      ...tag,
      0x08,
      ...body.subarray(13),
      ...(isTagged ? [1, 2] : []),
    ]);
    return { bytes, isTagged, ...more };
  });

test("a frame leaves with its tag from any place to any place, and not a byte beside it is written", () => {
  fc.assert(
    fc.property(frame, ({ bytes, isTagged, from, to, tag }) => {
      const source = new Uint8Array(500);
      source.set(bytes, from);
      const frames = createFrames({ capacity: 1, maxFrame: 1000, memory: source });
      const header = new Uint8Array(frames.header.buffer);
      header.set(bytes.subarray(0, 16));
      // what is changed after it was judged must not come out
      source.fill(0xff, from, from + 12);
      if (!isTagged) source.fill(0x81, from + 12, from + 14);
      Object.assign(frames, { count: 1 });
      frames.start[0] = from;
      frames.length[0] = bytes.length;
      frames.tagged[0] = isTagged ? 1 : 0;
      const target = viewMemory(new Uint8Array(500).fill(canary));
      const wanted = retag(bytes, isTagged, tag);
      expect(getLeavingLength(frames, 0, tag)).toBe(wanted.length);
      writeFrame(frames, 0, tag, target, to);
      const before = new Array(to).fill(canary);
      const behind = new Array(500 - to - wanted.length).fill(canary);
      expect([...target.bytes]).toEqual([...before, ...wanted, ...behind]);
    }),
    { numRuns: 2000 },
  );
});

test("frames of two memories in turn are seen through the same views each time", () => {
  const [one, other] = [16, 32].map((bytes) =>
    createFrames({ capacity: 1, maxFrame: 1000, memory: new Uint8Array(bytes) }),
  ) as [Frames, Frames];
  const first = viewFrames(one);
  expect(viewFrames(other)).not.toBe(first);
  expect(viewFrames(one)).toBe(first);
});
