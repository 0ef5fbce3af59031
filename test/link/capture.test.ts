/** What a switch shows of one port's frames to whoever captures them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { findStatistics } from "../../src/frame/read-pcapng.ts";
import type { Connection } from "../../src/link/seqpacket/connection.ts";
import { maxPiecesAhead, maxWaitingPieces, pieceBytes } from "../../src/link/switch/capture/protocol.ts";
import {
  type Captures,
  endCaptures,
  endOrphans,
  forgetCapture,
} from "../../src/link/switch/capture/serve-captures.ts";
import { answerCapture } from "../../src/link/switch/control/answer-capture.ts";
import { createMemorySwitch } from "../vlan/memory-switch.ts";
import { createReader, packetsOf } from "./capture-reader.ts";

const ports = { a: { trunk: "10,20" }, b: { access: 10 }, c: { access: 20 } };

async function openStage() {
  const memory = createMemorySwitch();
  await memory.configure(ports, { ageing: 300 });
  const captures: Captures = new Map();
  const ask = (connection: Connection, text: string) =>
    answerCapture(memory.switch, captures, connection, text);
  return { ...memory, captures, ask };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A frame to everybody from a station, in a VLAN or untagged. */
function makeFrame(station: number, vlan: number | null, length = 60): Buffer {
  const frame = Buffer.alloc(length, station);
  frame.fill(0xff, 0, 6);
  frame.set([2, 0, 0, 0, 0, station], 6);
  if (vlan === null) frame.writeUInt16BE(0x0800, 12);
  else frame.set([0x81, 0x00, vlan >> 8, vlan & 0xff, 0x08, 0x00], 12);
  return frame;
}

test("frames are shown as they came in and as they left, with their tags", async () => {
  const { ask, receive } = await openStage();
  const reader = createReader();
  expect(ask(reader, "? capture both 0 a")).toEqual([{ end: true, ok: true, generation: 1 }]);
  const tagged = makeFrame(1, 10);
  const bare = makeFrame(2, null, 61);
  const { out } = receive("a", tagged);
  const { out: answered } = receive("b", bare);
  await settle();
  const seen = packetsOf(reader.messages).map(({ way, frame }) => [way, Buffer.from(frame).toString("hex")]);
  expect(seen).toEqual([
    ["in", tagged.toString("hex")],
    ["out", answered.a?.[0]],
  ]);
  expect(out.b?.[0]).toHaveLength(2 * 56);
  expect(answered.a?.[0]).toHaveLength(2 * 65);
});

test("whatever comes and leaves at a port, its capture is just that", async () => {
  const move = fc.record({
    port: fc.constantFrom("a", "b", "c"),
    vlan: fc.constantFrom(null, 10, 20, 30),
    station: fc.integer({ min: 1, max: 5 }),
    length: fc.integer({ min: 1, max: 80 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(move, { maxLength: 20 }), async (moves) => {
      const { ask, receive } = await openStage();
      const reader = createReader();
      ask(reader, "? capture both 0 a");
      const expected: (readonly [string, string])[] = [];
      for (const { port, vlan, station, length } of moves) {
        const frame = makeFrame(station, vlan, 80).subarray(0, length);
        if (port === "a") expected.push(["in", frame.toString("hex")]);
        const { out } = receive(port, frame);
        for (const left of out.a ?? []) expected.push(["out", left]);
      }
      await settle();
      const seen = packetsOf(reader.messages);
      expect(seen.map(({ way, frame }) => [way, Buffer.from(frame).toString("hex")])).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

test("one way, and so many frames, are all that was asked for", async () => {
  const { ask, receive, captures } = await openStage();
  const [came, left] = [createReader(), createReader()];
  ask(came, "? capture in 2 a");
  ask(left, "? capture out 0 a");
  for (const station of [1, 2, 3]) receive("a", makeFrame(station, 10));
  receive("b", makeFrame(4, null));
  await settle();
  expect(packetsOf(came.messages).map(({ frame }) => frame[11])).toEqual([1, 2]);
  expect(packetsOf(left.messages).map(({ frame }) => frame[11])).toEqual([4]);
  expect(findStatistics(came.messages.at(-1) ?? Buffer.alloc(0))).toEqual({
    received: 2,
    lost: 0,
    comment: "count",
  });
  expect([came.isEnded, left.isEnded, captures.size]).toEqual([true, false, 1]);
});

test("a reader that is slow loses frames, which are counted; the switch loses none and keeps little", async () => {
  const { ask, receive, fates } = await openStage();
  const reader = createReader();
  ask(reader, "? capture in 0 a");
  const total = 8000;
  for (let number = 0; number < total; number++) {
    receive("a", makeFrame(1, 10, 1400));
    if (number % 500 === 0) await settle();
  }
  await settle();
  expect(fates("a").forwarded).toBe(total);
  expect(reader.messages.length).toBeLessThanOrEqual(maxPiecesAhead);
  ask(reader, "? stop");
  let taken = 0;
  while (!reader.isEnded) {
    await settle();
    for (; taken < reader.messages.length; taken++) ask(reader, "? more");
  }
  const { received, lost = 0, comment } = findStatistics(reader.messages.at(-1) ?? Buffer.alloc(0)) ?? {};
  const bytes = reader.messages.reduce((sum, { length }) => sum + length, 0);
  expect({ received, comment }).toEqual({ received: total, comment: "stopped" });
  expect(lost).toBeGreaterThan(0);
  expect(packetsOf(reader.messages)).toHaveLength(total - lost);
  expect(bytes).toBeLessThanOrEqual((maxPiecesAhead + maxWaitingPieces + 2) * pieceBytes);
});

test("a reader that is gone, and one that has stopped, leave the port as it was", async () => {
  const { ask, captures, switch: one } = await openStage();
  const line = one.ports.find((port) => port?.configuration.name === "a")?.line;
  const bare = line?.port;
  const [gone, stopped] = [createReader(), createReader()];
  ask(gone, "? capture both 0 a");
  ask(stopped, "? capture both 0 a");
  expect(line?.port).not.toBe(bare);
  forgetCapture(captures, gone);
  ask(stopped, "? stop");
  await settle();
  expect(line?.port).toBe(bare);
  expect(captures.size).toBe(0);
});

test("a port that is taken away or gets another endpoint, and a switch that ends, end the capture", async () => {
  const { ask, captures, configure, switch: one } = await openStage();
  const readers = { a: createReader(), b: createReader(), c: createReader() };
  for (const [port, reader] of Object.entries(readers)) ask(reader, `? capture both 0 ${port}`);
  const moved = { b: { ...ports.b, tap: "tc" }, c: { ...ports.c, tap: "tb" } };
  await configure(moved, { ageing: 300 });
  endOrphans(one, captures);
  await settle();
  const whyOf = (reader: { readonly messages: Buffer[] }) =>
    findStatistics(reader.messages.at(-1) ?? Buffer.alloc(0))?.comment;
  expect(Object.values(readers).map(whyOf)).toEqual(["port", "port", "port"]);
  const last = createReader();
  ask(last, "? capture both 0 b");
  endCaptures(captures);
  await settle();
  expect(whyOf(last)).toBe("switch");
});

test.each([
  ["? capture both 0 x", 'unknown port "x"', "one of a, b, c"],
  ["? capture up 0 a", 'unknown capture "up 0 a"', "both, in, out, a count and a port"],
  ["? capture both -1 a", 'unknown capture "both -1 a"', "both, in, out, a count and a port"],
  ["? capture both 0", 'unknown capture "both 0"', "both, in, out, a count and a port"],
])("%j is refused with what is expected", async (text, what, expected) => {
  const { ask, captures } = await openStage();
  expect(ask(createReader(), text)).toMatchObject([{ issue: { what, expected } }, { end: true, ok: false }]);
  expect(captures.size).toBe(0);
});

test("more captures than there may be are refused, and so is a second one on a connection", async () => {
  const { ask } = await openStage();
  const first = createReader();
  expect(ask(first, "? capture both 0 a")).toMatchObject([{ ok: true }]);
  expect(ask(first, "? capture both 0 b")).toMatchObject([{}, { ok: false }]);
  for (let number = 1; number < 16; number++) ask(createReader(), "? capture both 0 a");
  expect(ask(createReader(), "? capture both 0 a")).toMatchObject([
    { issue: { what: "16 captures run", expected: "at most 16" } },
    { ok: false },
  ]);
});
