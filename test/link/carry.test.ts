import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errnos } from "../../src/libc/errno.ts";
import { carryBatch, carryDue, type Direction, TapGone } from "../../src/link/cable/carry.ts";
import { createCounters, formatCounters } from "../../src/link/cable/counters.ts";
import { createDelayLine } from "../../src/link/cable/delay-line.ts";
import { createBatch } from "../../src/link/frames/frame-batch.ts";
import type { FrameIo } from "../../src/link/frames/frame-io-type.ts";
import { createPool } from "../../src/link/frames/frame-pool.ts";
import { getFrame, isBalanced } from "./frames.ts";

const maxFrame = 100;
const EBADFD = 77;

/** Two TAPs that are arrays: what waits to be read, and what becomes of each write (0: it goes). */
function fakeIo(waiting: Uint8Array[], outcomes: number[]): { io: FrameIo; written: Uint8Array[] } {
  const written: Uint8Array[] = [];
  const io: FrameIo = {
    method: "io_uring",
    reason: null,
    readBatch: (_fd, batch) => {
      batch.count = 0;
      for (const frame of waiting.splice(0, batch.capacity)) {
        const start = (batch.base[batch.count] as number) + batch.pool.headroom;
        batch.pool.memory.set(frame.subarray(0, maxFrame + 1), start);
        batch.start[batch.count] = start;
        batch.length[batch.count] = Math.min(frame.length, maxFrame + 1);
        batch.count += 1;
      }
      return batch.count;
    },
    writeBatch: (_fd, batch) => {
      let went = 0;
      for (let index = 0; index < batch.count; index++) {
        const errno = outcomes.shift() ?? 0;
        batch.outcome[index] = errno === 0 ? (batch.length[index] as number) : -errno;
        if (errno !== 0) continue;
        went += 1;
        written.push(getFrame(batch, index).slice());
      }
      return went;
    },
    writeList: () => {},
    attach: () => {},
    detach: () => {},
    close: () => {},
  };
  return { io, written };
}

function directionOf(io: FrameIo, changes: Partial<Direction> = {}): Direction {
  const batch = createBatch(createPool({ buffers: 8, maxFrame }), 0, 8);
  const counters = createCounters();
  const standard = { from: 3, to: 4, loss: 0, random: () => 0.5, delayLine: null, pcap: null, convert: null };
  return { ...standard, io, batch, counters, ...changes };
}

const frames = fc.array(fc.uint8Array({ minLength: 14, maxLength: 130 }), { maxLength: 40 });
const errors = fc.constantFrom(0, 0, 0, errnos.EAGAIN, errnos.ENOBUFS, errnos.EINVAL, 5);

describe("carrying frames", () => {
  test("accounts for every frame, whatever becomes of it", () => {
    fc.assert(
      fc.property(
        frames,
        fc.array(errors),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, outcomes, loss) => {
          const { io, written } = fakeIo([...given], [...outcomes]);
          let seed = 7;
          const random = () => {
            seed = (seed * 16_807) % 2_147_483_647;
            return seed / 2_147_483_647;
          };
          const direction = directionOf(io, { loss, random });
          while (carryBatch(direction, 0) > 0);
          const { counters } = direction;
          expect(isBalanced(counters)).toBe(true);
          expect(counters.read).toBe(given.length);
          expect(counters.carried).toBe(written.length);
          expect(counters.bytes).toBe(written.reduce((sum, frame) => sum + frame.length, 0));
        },
      ),
    );
  });

  test("keeps order and bytes of those that go", () => {
    fc.assert(
      fc.property(frames, (given) => {
        const { io, written } = fakeIo([...given], []);
        const direction = directionOf(io);
        while (carryBatch(direction, 0) > 0);
        expect(written).toEqual(given.filter((frame) => frame.length <= maxFrame));
        expect(direction.counters.refused).toBe(given.length - written.length);
      }),
    );
  });

  test("tells want of room from refusal", () => {
    const given = Array.from({ length: 5 }, () => new Uint8Array(60));
    const { io } = fakeIo(given, [errnos.EAGAIN, 12, errnos.EINVAL, 5]);
    const direction = directionOf(io);
    carryBatch(direction, 0);
    expect(direction.counters).toMatchObject({ read: 5, carried: 1, noRoom: 2, refused: 2 });
    expect(formatCounters(direction.counters)).toBe(
      "5 frames, 1 carried (60 bytes), 2 no room, 2 refused, 0 lost",
    );
  });

  test("ends where the other TAP is gone, with the frames accounted for", () => {
    const { io } = fakeIo([new Uint8Array(60), new Uint8Array(60)], [EBADFD, EBADFD]);
    const direction = directionOf(io);
    expect(() => carryBatch(direction, 0)).toThrow(TapGone);
    expect(isBalanced(direction.counters)).toBe(true);
  });

  test("loses all of them at a loss of 1, none at 0", () => {
    for (const [loss, lost] of [
      [1, 3],
      [0, 0],
    ] as const) {
      const { io } = fakeIo(
        Array.from({ length: 3 }, () => new Uint8Array(60)),
        [],
      );
      const direction = directionOf(io, { loss, random: () => 0.999 });
      carryBatch(direction, 0);
      expect(direction.counters.lost).toBe(lost);
    }
  });
});

describe("the delay line", () => {
  test("gives each frame back when it is due, in order, and never more than it can hold", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ frame: fc.uint8Array({ minLength: 14, maxLength: 100 }), wait: fc.nat(5) })),
        (arrivals) => {
          const delay = 10;
          const { io, written } = fakeIo([], []);
          const delayLine = createDelayLine(delay, { frames: 6, bytes: 300 });
          const direction = directionOf(io, { delayLine });
          const { batch, counters } = direction;
          const accepted: Uint8Array[] = [];
          let now = 0;
          for (const { frame, wait } of arrivals) {
            now += wait;
            carryDue(direction, delayLine, now);
            const { io: one } = fakeIo([frame], []);
            const before = counters.noRoom;
            carryBatch({ ...direction, io: one, batch }, now);
            if (counters.noRoom === before) accepted.push(frame);
            expect(isBalanced(counters)).toBe(true);
            expect(counters.waiting).toBe(delayLine.waiting());
            expect(counters.waiting).toBeLessThanOrEqual(6);
          }
          carryDue(direction, delayLine, now + delay - 0.001);
          const early = written.length;
          carryDue(direction, delayLine, now + delay);
          expect(written).toEqual(accepted);
          expect(written.length).toBeGreaterThanOrEqual(early);
          expect(delayLine.nextDue(now)).toBeNull();
        },
      ),
    );
  });

  test("says how long the next frame takes", () => {
    const { io } = fakeIo([new Uint8Array(60)], []);
    const delayLine = createDelayLine(20);
    carryBatch(directionOf(io, { delayLine }), 100);
    expect(delayLine.nextDue(100)).toBe(20);
    expect(delayLine.nextDue(115)).toBe(5);
    expect(delayLine.nextDue(200)).toBe(0);
  });
});
