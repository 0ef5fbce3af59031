import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type ControlMessage,
  decodeControlMessage,
  encodeControlMessage,
} from "../../../src/link/memif/control-message.ts";

const half = fc.nat(0xffff);
const word = fc.nat(0x7fff_ffff).map((value) => value * 2 + 1);
const name = (most: number) => fc.string({ maxLength: most, unit: fc.constantFrom(..."abcXYZ 09é/\u00ff") });

const messages: fc.Arbitrary<ControlMessage> = fc.oneof(
  fc.constant({ type: "ack" } as const),
  fc.record({
    type: fc.constant("hello" as const),
    name: name(31),
    minVersion: half,
    maxVersion: half,
    maxRegion: half,
    maxRingToClient: half,
    maxRingToServer: half,
    maxLog2Slots: fc.nat(255),
  }),
  fc.record({
    type: fc.constant("init" as const),
    version: half,
    id: word,
    mode: fc.nat(255),
    secret: name(23),
    name: name(31),
  }),
  fc.record({
    type: fc.constant("add-region" as const),
    index: half,
    size: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  }),
  fc.record({
    type: fc.constant("add-ring" as const),
    direction: fc.constantFrom("to-server" as const, "to-client" as const),
    index: half,
    region: half,
    offset: word,
    log2Slots: fc.nat(255),
    privateHeader: half,
  }),
  fc.record({ type: fc.constantFrom("connect" as const, "connected" as const), interfaceName: name(31) }),
  fc.record({ type: fc.constant("disconnect" as const), code: word, text: name(95) }),
);

test("every message is read as it was written, in 128 bytes", () => {
  fc.assert(
    fc.property(messages, (message) => {
      const bytes = encodeControlMessage(message);
      expect(bytes).toHaveLength(128);
      expect(decodeControlMessage(bytes)).toEqual(message);
    }),
  );
});

test("fields lie where libmemif's memif.h has them", () => {
  const ring = encodeControlMessage({
    type: "add-ring",
    direction: "to-server",
    index: 0x0102,
    region: 0x0304,
    offset: 0x05060708,
    log2Slots: 10,
    privateHeader: 0x0b0c,
  });
  expect(ring.subarray(0, 16).toString("hex")).toBe("0500010002010403080706050a0c0b00");
  const hello = encodeControlMessage({
    type: "hello",
    name: "ors",
    minVersion: 0x0200,
    maxVersion: 0x0200,
    maxRegion: 1,
    maxRingToClient: 2,
    maxRingToServer: 3,
    maxLog2Slots: 14,
  });
  expect(hello.subarray(0, 6).toString("hex")).toBe("02006f727300");
  expect(hello.subarray(34, 45).toString("hex")).toBe("000200020100020003000e");
  const init = encodeControlMessage({
    type: "init",
    version: 0x0200,
    id: 7,
    mode: 0,
    secret: "s",
    name: "n",
  });
  expect([init.readUInt32LE(4), init.toString("latin1", 9, 10), init.toString("latin1", 33, 34)]).toEqual([
    7,
    "s",
    "n",
  ]);
});

test("other bytes are not a message, and no bytes throw", () => {
  expect(decodeControlMessage(Buffer.alloc(127))).toBeNull();
  expect(decodeControlMessage(Buffer.alloc(128))).toBeNull();
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 128, maxLength: 128 }), (bytes) => {
      const message = decodeControlMessage(Buffer.from(bytes));
      expect(message === null || typeof message.type === "string").toBe(true);
    }),
  );
});

test("a text that is too long is cut before its closing zero", () => {
  const bytes = encodeControlMessage({ type: "disconnect", code: 1, text: "x".repeat(200) });
  expect(decodeControlMessage(bytes)).toEqual({ type: "disconnect", code: 1, text: "x".repeat(95) });
});
