import { describe, expect, test } from "vitest";
import { errnos, LibcError } from "../../src/libc/errno.ts";
import { makePollSet, poll, pollEvents } from "../../src/libc/poll.ts";
import { addFrame, createBatch, type FrameBatch } from "../../src/link/frames/frame-batch.ts";
import { openFrameIo } from "../../src/link/frames/frame-io.ts";
import type { FrameIo } from "../../src/link/frames/frame-io-type.ts";
import { createPool } from "../../src/link/frames/frame-pool.ts";
import { setMtu } from "../../src/link/tap/interface.ts";
import { closeTap, openTap, type Tap, type TapRequest } from "../../src/link/tap/open-tap.ts";
import { useStage } from "../support/stage.ts";
import { getFrame, prependBytes } from "./frames.ts";
import { addTap, openTapPlace, type TapPlace, testFrame } from "./tap-place.ts";

const EBADFD = 77;
const EIO = 5;
const opened: Tap[] = [];
const bridged = ["left", "right"];

const place = useStage(openBridgedPlace, {
  after: () => {
    for (const tap of opened.splice(0)) closeTap(tap);
  },
});

function openBridgedPlace(): TapPlace {
  const place = openTapPlace();
  // what is written to the one TAP comes out of the other
  addTap(place, "left", 2000);
  addTap(place, "right", 2000);
  place.run("ip", "link", "add", "name", "bridge", "type", "bridge", "mcast_snooping", "0");
  for (const name of bridged) place.run("ip", "link", "set", "dev", name, "master", "bridge");
  place.run("ip", "link", "set", "dev", "bridge", "up");
  return place;
}

function open(request: TapRequest): number {
  const tap = place.inside(() => openTap(request));
  opened.push(tap);
  if (bridged.includes(request.name ?? "")) awaitForwarding(request.name ?? "");
  return tap.descriptors[0] as number;
}

/** The bridge hears of a carrier a little later, and drops what comes by the port before. */
function awaitForwarding(name: string): void {
  for (let round = 0; round < 500; round++) {
    const [link] = JSON.parse(place.run("ip", "-json", "-details", "link", "show", "dev", name));
    if (link.linkinfo.info_slave_data.state === "forwarding") return;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }
  throw new Error(`${name} does not forward`);
}

/** Reads until as many frames came, or none comes for a second. */
function readFrames(io: FrameIo, fd: number, count: number, vnetHeader = 0): Uint8Array[] {
  const batch = createBatch(createPool({ buffers: 64 }));
  const frames: Uint8Array[] = [];
  while (frames.length < count) {
    if (poll(makePollSet([{ fd, events: pollEvents.IN }]), 1000) === 0) break;
    const read = io.readBatch(fd, batch, vnetHeader);
    for (let index = 0; index < read; index++) frames.push(getFrame(batch, index).slice());
  }
  return frames;
}

function batchOf(...frames: Uint8Array[]): FrameBatch {
  const batch = createBatch(
    createPool({ buffers: Math.max(frames.length, 1), maxFrame: 70_000 }),
    0,
    frames.length,
  );
  for (const frame of frames) expect(addFrame(batch, frame)).toBe(true);
  return batch;
}

for (const method of ["io_uring", "read and write"] as const) {
  describe(`frames in batches by ${method}`, () => {
    const io = useStage(() => openFrameIo(method));

    test("come out as they went in, in order, whatever their size", () => {
      const [left, right] = [open({ name: "left" }), open({ name: "right" })];
      const frames = Array.from({ length: 64 }, (_, index) => testFrame(60 + index * 22, index));
      expect(io.writeBatch(left, batchOf(...frames))).toBe(64);
      expect(readFrames(io, right, 64)).toEqual(frames);
    });

    test("come out the same where the TAPs were made known in advance", () => {
      const [left, right] = [open({ name: "left" }), open({ name: "right" })];
      for (const fd of [left, right]) io.attach(fd);
      const frames = [testFrame(60, 1), testFrame(1514, 2)];
      expect(io.writeBatch(left, batchOf(...frames))).toBe(2);
      expect(readFrames(io, right, 2)).toEqual(frames);
      for (const fd of [left, right]) io.detach(fd);
      closeTap(opened.shift() as Tap);
      open({ name: "left" }); // not EBUSY: nothing holds it any more
    });

    test("are none where none waits", () => {
      const batch = createBatch(createPool({ buffers: 64 }));
      expect(io.readBatch(open({ name: "right" }), batch)).toBe(0);
    });

    test("more than a batch holds are read in several", () => {
      const [left, right] = [open({ name: "left" }), open({ name: "right" })];
      const batch = batchOf(...Array.from({ length: 50 }, (_, index) => testFrame(100, index)));
      for (let round = 0; round < 5; round++) expect(io.writeBatch(left, batch)).toBe(50);
      const received = readFrames(io, right, 250);
      expect(received.map((frame) => frame[99])).toEqual(
        Array.from({ length: 250 }, (_, index) => index % 50),
      );
    });

    test("what is too short or too long is refused, and the frames beside it go", () => {
      const left = open({ name: "left" });
      const sizes = [0, 13, 14, 60, 65_535, 66_000];
      const batch = batchOf(...sizes.map((size) => testFrame(size)));
      const went = io.writeBatch(left, batch);
      const outcomes = [...batch.outcome];
      expect(outcomes.slice(0, 2)).toEqual([-errnos.EINVAL, -errnos.EINVAL]);
      expect(outcomes.slice(2, 4)).toEqual([14, 60]);
      for (const outcome of outcomes.slice(4))
        expect(outcome === 65_535 || outcome === 66_000 || outcome < 0).toBe(true);
      expect(went).toBe(outcomes.filter((outcome) => outcome >= 0).length);
    });

    test("a frame of the largest MTU passes, and one that does not fit its buffer shows that it was cut", () => {
      const fds = ["left", "right"].map((name) => open({ name }));
      place.inside(() => {
        for (const name of ["left", "right", "bridge"]) setMtu(name, 65_521);
      });
      const frame = testFrame(65_521 + 14, 7);
      expect(io.writeBatch(fds[0] as number, batchOf(frame))).toBe(1);
      expect(readFrames(io, fds[1] as number, 1)).toEqual([frame]);
      expect(io.writeBatch(fds[0] as number, batchOf(frame))).toBe(1);
      const short = createBatch(createPool({ buffers: 1, maxFrame: 1514 }), 0, 1);
      poll(makePollSet([{ fd: fds[1] as number, events: pollEvents.IN }]), 1000);
      expect(io.readBatch(fds[1] as number, short)).toBe(1);
      expect(short.length[0]).toBeGreaterThan(1514);
    });

    test("carry a virtio header in the headroom, and one that lies is refused", () => {
      const left = open({ name: "left", vnetHdr: true });
      const right = open({ name: "right", vnetHdr: true });
      const good = new Uint8Array(10);
      const checksumOutside = Uint8Array.of(1, 0, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff);
      const unknownSegmentation = Uint8Array.of(0, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0);
      const headerLongerThanFrame = Uint8Array.of(0, 0, 0xff, 0xff, 0, 0, 0, 0, 0, 0);
      const headers = [good, checksumOutside, unknownSegmentation, headerLongerThanFrame, good];
      const batch = batchOf(...headers.map((_, index) => testFrame(60, index)));
      headers.forEach((header, index) => {
        const at = (batch.start[index] as number) - header.length;
        batch.pool.memory.set(header, at);
      });
      expect(io.writeBatch(left, batch, 10)).toBe(2);
      expect([...batch.outcome]).toEqual([70, -errnos.EINVAL, -errnos.EINVAL, -errnos.EINVAL, 70]);
      expect(readFrames(io, right, 2, 10).map((frame) => frame[59])).toEqual([0, 4]);
    });

    test("a header can be put before a frame without moving it", () => {
      const [left, right] = [open({ name: "left" }), open({ name: "right" })];
      const payload = new Uint8Array(50).fill(9);
      const batch = batchOf(payload);
      const header = testFrame(14);
      expect(prependBytes(batch, 0, header)).toBe(true);
      expect(io.writeBatch(left, batch)).toBe(1);
      expect(readFrames(io, right, 1)).toEqual([Uint8Array.of(...header, ...payload)]);
    });

    test("a queue that nobody empties costs frames, which the kernel counts, and never blocks", () => {
      const [left, right] = [open({ name: "left" }), open({ name: "right" })];
      const before = place.statistics("right").tx;
      const batch = batchOf(...Array.from({ length: 64 }, () => testFrame(60)));
      for (let round = 0; round < 50; round++) expect(io.writeBatch(left, batch)).toBe(64);
      const came = readFrames(io, right, 3200).length;
      const after = place.statistics("right").tx;
      expect(came).toBeLessThan(3200);
      expect(after.packets - before.packets).toBe(came);
      expect(after.dropped - before.dropped).toBe(3200 - came);
    });

    test("a TAP that is down refuses each frame with EIO and has none to read", () => {
      addTap(place, "resting");
      const fd = open({ name: "resting" });
      place.run("ip", "link", "set", "dev", "resting", "down");
      const batch = batchOf(testFrame(60), testFrame(60));
      expect(io.writeBatch(fd, batch)).toBe(0);
      expect([...batch.outcome]).toEqual([-EIO, -EIO]);
      expect(io.readBatch(fd, batch)).toBe(0);
      place.run("ip", "link", "set", "dev", "resting", "up");
      batch.count = 2;
      expect(io.writeBatch(fd, batch)).toBe(2);
      closeTap(opened.pop() as Tap);
      place.run("ip", "link", "delete", "dev", "resting");
    });

    test("a TAP that was deleted is an error for reading and for each frame written", () => {
      addTap(place, "doomed");
      const fd = open({ name: "doomed" });
      place.run("ip", "link", "delete", "dev", "doomed");
      const batch = batchOf(testFrame(60));
      expect(io.writeBatch(fd, batch)).toBe(0);
      expect([...batch.outcome]).toEqual([-EBADFD]);
      const error = errorOf(() => io.readBatch(fd, batch));
      expect(error).toBeInstanceOf(LibcError);
      expect((error as LibcError).errno.code).toBe(EBADFD);
    });
  });
}

test("a ring that was closed is an error, not a crash", () => {
  const io = openFrameIo("io_uring");
  io.close();
  io.close();
  expect(() => io.readBatch(0, createBatch(createPool({ buffers: 64 })))).toThrow(LibcError);
});

function errorOf(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
