/** The VLAN interface that a Radio Unit has on its cable. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { noTag, putTagsOn, takeTagsOff } from "../../src/link/cable/vlan-interface.ts";
import { addFrame, createBatch, type FrameBatch } from "../../src/link/frames/frame-batch.ts";
import { createPool } from "../../src/link/frames/frame-pool.ts";
import { getFrame } from "./frames.ts";

const frame = (type: string, payload = "") => `020000000002020000000001${type}${payload}`;

function batchOf(...frames: string[]): FrameBatch {
  const batch = createBatch(createPool({ buffers: 8, maxFrame: 200 }), 0, 8);
  for (const hex of frames) expect(addFrame(batch, Buffer.from(hex, "hex"))).toBe(true);
  return batch;
}

const listFrames = (batch: FrameBatch) =>
  Array.from({ length: batch.count }, (_, index) => Buffer.from(getFrame(batch, index)).toString("hex"));

test("frames of the Radio Unit get the tag behind their addresses", () => {
  const batch = batchOf(frame("86dd", "60"), frame("0806"));
  putTagsOn(batch, 0x123);
  expect(listFrames(batch)).toEqual([frame("8100", "012386dd60"), frame("8100", "01230806")]);
});

test("only frames with that tag come back, in their order and without it, whatever their priority", () => {
  const batch = batchOf(
    frame("8100", "001e86dd01"),
    frame("86dd", "02"),
    frame("8100", "00140806"),
    frame("88a8", "001e86dd"),
    frame("8100", "f01e86dd03"),
    frame("81", ""),
  );
  expect(takeTagsOff(batch, 30)).toBe(4);
  expect(listFrames(batch)).toEqual([frame("86dd", "01"), frame("86dd", "03")]);
});

test("without a VLAN frames go as they are, and tagged ones do not come back", () => {
  const batch = batchOf(frame("86dd", "01"), frame("8100", "001e86dd02"));
  putTagsOn(batch, noTag);
  expect(takeTagsOff(batch, noTag)).toBe(1);
  expect(listFrames(batch)).toEqual([frame("86dd", "01")]);
});

test("what leaves on a VLAN comes back the same on that one and on no other", () => {
  const vlan = fc.integer({ min: 1, max: 4094 });
  const payload = fc.uint8Array({ minLength: 2, maxLength: 180 });
  fc.assert(
    fc.property(vlan, vlan, fc.array(payload, { maxLength: 8 }), (sent, heard, payloads) => {
      const frames = payloads.map((bytes) => frame("", Buffer.from(bytes).toString("hex")));
      const batch = batchOf(...frames);
      putTagsOn(batch, sent);
      expect(takeTagsOff(batch, heard)).toBe(sent === heard ? 0 : frames.length);
      expect(listFrames(batch)).toEqual(sent === heard ? frames : []);
    }),
  );
});
