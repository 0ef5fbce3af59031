/** Frames on a TAP in batches, beside a C loop of read()/write() and Node's own fs calls; one core, interleaved. */
import { readSync, writeSync } from "node:fs";
import { addFrame, createBatch, type FrameBatch } from "../src/link/frames/frame-batch.ts";
import { openFrameIo } from "../src/link/frames/frame-io.ts";
import type { FrameIo } from "../src/link/frames/frame-io-type.ts";
import { createPool } from "../src/link/frames/frame-pool.ts";
import { compileLoop, onOneCore, openPlace, type Place, queueLength, rate, withTap } from "./link-place.ts";
import { median, type Report } from "./measure.ts";

export const name = "link-frames";

const sizes = [64, 1500];
const rounds = 41;
const framesWritten = 64 * 1000;
/** Less than the queue holds, so that none is dropped. */
const framesRead = queueLength - 1000;
const leastOfC = 0.9;
const leastOfNode = 1.6;
const leastCarried = 0.8;

type Bench = {
  readonly place: Place;
  readonly loop: string;
  readonly io: FrameIo;
  readonly batch: FrameBatch;
  readonly report: Report;
};

export async function run(report: Report): Promise<void> {
  const loop = compileLoop();
  const place = openPlace("ta", "tb");
  const unpin = onOneCore();
  const io = openFrameIo();
  try {
    const bench = { place, loop, io, batch: createBatch(createPool({ buffers: 64 })), report };
    for (const size of sizes) {
      compareWrites(bench, size);
      compareReads(bench, size);
      compareCarrying(bench, size);
    }
  } finally {
    io.close();
    unpin();
    place.close();
  }
}

function compareWrites({ place, loop, io, batch, report }: Bench, size: number): void {
  const frame = testFrame(size);
  batch.count = 0;
  while (addFrame(batch, frame));
  const [ours = 0, c = 0, node = 0] = interleavedRates([
    () => withTap(place, "ta", (fd) => attached(io, [fd], () => rate(() => writeBatches(io, fd, batch)))),
    () => Number(place.run(loop, "write", "ta", `${size}`, `${framesWritten}`)),
    () => withTap(place, "ta", (fd) => rate(() => writeByNode(fd, frame))),
  ]);
  const name = `writeBatch, ${size} bytes`;
  report(figure(name, ours, "a C loop of write()", c, leastOfC));
  report(figure(name, ours, "fs.writeSync", node, leastOfNode));
}

function compareReads({ place, loop, io, batch, report }: Bench, size: number): void {
  const fill = () => place.run(loop, "fill", "ta", `${size}`, `${framesRead}`);
  const [ours = 0, c = 0, node = 0] = interleavedRates([
    () =>
      withTap(place, "ta", (fd) => {
        fill();
        return attached(io, [fd], () => rate(() => readBatches(io, fd, batch)));
      }),
    () => Number(place.run(loop, "read", "ta", `${size}`, `${framesRead}`)),
    () =>
      withTap(place, "ta", (fd) => {
        fill();
        return rate(() => readByNode(fd));
      }),
  ]);
  const name = `readBatch, ${size} bytes`;
  report(figure(name, ours, "a C loop of read()", c, leastOfC));
  report(figure(name, ours, "fs.readSync", node, leastOfNode));
}

function compareCarrying({ place, loop, io, batch, report }: Bench, size: number): void {
  const [ours = 0, c = 0] = interleavedRates([
    () =>
      withTap(place, "ta", (from) =>
        withTap(place, "tb", (to) => {
          place.run(loop, "fill", "ta", `${size}`, `${framesRead}`);
          return attached(io, [from, to], () => rate(() => carry(io, from, to, batch)));
        }),
      ),
    () => Number(place.run(loop, "carry", "ta", "tb", `${size}`, `${framesRead}`)),
  ]);
  report(figure(`TAP to TAP, ${size} bytes`, ours, "a C loop of read() and write()", c, leastCarried));
}

/** With the TAPs made known to the ring, as a cable does it. */
function attached<T>(io: FrameIo, descriptors: readonly number[], action: () => T): T {
  for (const fd of descriptors) io.attach(fd);
  try {
    return action();
  } finally {
    for (const fd of descriptors) io.detach(fd);
  }
}

function writeBatches(io: FrameIo, fd: number, batch: FrameBatch): number {
  let went = 0;
  while (went < framesWritten) went += io.writeBatch(fd, batch);
  return went;
}

function readBatches(io: FrameIo, fd: number, batch: FrameBatch): number {
  let total = 0;
  for (let read = 1; read > 0; total += read) read = io.readBatch(fd, batch);
  return expectAll(total);
}

function carry(io: FrameIo, from: number, to: number, batch: FrameBatch): number {
  let total = 0;
  while (io.readBatch(from, batch) > 0) total += io.writeBatch(to, batch);
  return expectAll(total);
}

function writeByNode(fd: number, frame: Uint8Array): number {
  for (let index = 0; index < framesWritten; index++) writeSync(fd, frame, 0, frame.length);
  return framesWritten;
}

function readByNode(fd: number): number {
  const buffer = Buffer.alloc(65_536);
  let total = 0;
  try {
    for (;;) total += Math.sign(readSync(fd, buffer, 0, buffer.length, null));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
  }
  return expectAll(total);
}

function expectAll(total: number): number {
  if (total !== framesRead) throw new Error(`${total} frames came of ${framesRead}`);
  return total;
}

/** Rates of the actions run in turn, the median of each; the first round warms up. */
function interleavedRates(actions: readonly (() => number)[]): number[] {
  const rates = actions.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    actions.forEach((action, index) => {
      const value = action();
      if (round > 0) rates[index]?.push(value);
    });
  }
  return rates.map(median);
}

function figure(name: string, ours: number, peer: string, theirs: number, least: number) {
  const ratio = ours / theirs;
  const target = `at least ${least}`;
  return { name, ours: Math.round(ours), unit: "frames/s", peer, theirs, ratio, target, ok: ratio >= least };
}

/** An Ethernet frame to everybody, of the local experimental EtherType. */
function testFrame(size: number): Uint8Array {
  const frame = new Uint8Array(size);
  frame.fill(0xff, 0, 6);
  frame.set([0x02, 0, 0, 0, 0, 0x01, 0x88, 0xb5], 6);
  return frame;
}
