/** Frames that a peer has cut into several descriptors. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { maxEthernetFrame } from "../../../src/link/frames/frame-pool.ts";
import { chained } from "../../../src/link/memif/ring.ts";
import { until } from "../../support/until.ts";
import { makePort, openShmSwitch, type ShmSwitch, type TestClient } from "./shm-switch.ts";
import { type Descriptor, sendDescriptors, sendInPieces } from "./write-descriptors.ts";

let stage: ShmSwitch;
let one: TestClient;
let other: TestClient;

beforeEach(async () => {
  stage = openShmSwitch();
  await stage.configure([makePort("one", stage.path, 0), makePort("other", stage.path, 1)]);
  one = await stage.connect(0);
  other = await stage.connect(1, { log2Slots: 6, bufferBytes: 128 * 1024 });
});
afterEach(() => stage.close());

/** To everybody, of that many bytes, all different. */
function makeFrame(length: number, seed: number): Buffer {
  const frame = Buffer.alloc(length, 0xff);
  frame.set([2, 0, 0, 0, 0, 1, 0x88, 0xb5], 6);
  for (let index = 14; index < length; index++) frame[index] = (index * 7 + seed) & 0xff;
  return frame;
}

async function receive(count: number): Promise<string[]> {
  const frames: Buffer[] = [];
  await until(() => frames.push(...other.receiveAll()) >= count, `${count} frames`);
  return frames.map((frame) => frame.toString("hex"));
}

const pieces = fc.record({
  length: fc.oneof(fc.integer({ min: 14, max: 100 }), fc.integer({ min: 14, max: 9000 })),
  cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
  shift: fc.integer({ min: 0, max: 9 }),
});

/** No piece is longer than a buffer: so long frames are cut at least there. */
function findCuts(length: number, cuts: readonly number[]): number[] {
  const chosen = cuts.map((part) => Math.floor(part * length));
  const needed = Array.from({ length: Math.floor((length - 1) / 2000) }, (_, index) => (index + 1) * 2000);
  return [...chosen, ...needed].sort((a, b) => a - b);
}

test("whole frames and frames in several pieces come out whole, in order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { minLength: 1, maxLength: 30 }), async (list) => {
      const frames = list.map(({ length }, index) => makeFrame(length, index));
      for (const [index, { length, cuts, shift }] of list.entries())
        sendInPieces(one, frames[index] as Buffer, findCuts(length, cuts), shift);
      expect(await receive(frames.length)).toEqual(frames.map((frame) => frame.toString("hex")));
    }),
    { numRuns: 40 },
  );
  expect(stage.counters("one")?.dropped).toMatchObject({ descriptor: 0, malformed: 0 });
});

test("the longest frame that a port takes can come in pieces", async () => {
  const frame = makeFrame(maxEthernetFrame, 1);
  sendInPieces(one, frame, findCuts(frame.length, []), 0);
  expect(await receive(1)).toEqual([frame.toString("hex")]);
});

const good: Descriptor = [chained, 64, 65_536, 0];
const end: Descriptor = [0, 64, 65_536, 0];
const bad: readonly (readonly [string, readonly Descriptor[]])[] = [
  ["that ends outside of the memory", [good, [0, 64, 0xffff_fff0, 0]]],
  ["whose piece in the middle is longer than the memory", [good, [chained, 0xffff_ffff, 0, 0], end]],
  ["that goes on in another region", [good, [3 << 16, 64, 0, 0]]],
  ["that is longer than any frame", [...Array(40).fill([chained, 2048, 65_536, 0]), end]],
  [
    "that is a byte longer than any frame",
    [
      [chained, maxEthernetFrame - 20, 65_536, 0],
      [0, 21, 65_536, 0],
    ],
  ],
  [
    "that is shorter than a frame",
    [
      [chained, 6, 65_536, 0],
      [chained, 0, 65_536, 0],
      [0, 7, 65_536, 0],
    ],
  ],
  ["without an end", [good, good]],
  ["that goes round the whole ring", Array(1024).fill(good)],
];

test.each(bad)(
  "a chain %s is one frame that is counted, and the next one is as good as ever",
  async (_, chain) => {
    sendDescriptors(one, chain);
    await until(() => stage.counters("one")?.received === 1, "the chain");
    const next = makeFrame(60, 5);
    one.send(next);
    expect(await receive(1)).toEqual([next.toString("hex")]);
    expect(stage.counters("one")).toMatchObject({ received: 2, dropped: { descriptor: 1, malformed: 0 } });
    expect(one.left).toEqual([]);
  },
);
