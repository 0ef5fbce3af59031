import fc from "fast-check";
import { expect, test } from "vitest";
import { decodePcap, encodePcapFileHeader, pcapFileHeaderBytes } from "../../src/frame/pcap.ts";
import {
  encodePcapngStart,
  encodeStatistics,
  getPacketBytes,
  packetHeadBytes,
  writePacketBlock,
} from "../../src/frame/pcapng.ts";
import { convertToPcap } from "../../src/frame/pcapng-to-pcap.ts";
import { eachPacket, findStatistics } from "../../src/frame/read-pcapng.ts";

type Packet = { readonly frame: Uint8Array; readonly way: "in" | "out" };

const packets = fc.array(
  fc.record({ frame: fc.uint8Array({ maxLength: 70 }), way: fc.constantFrom<Packet["way"]>("in", "out") }),
  { maxLength: 5 },
);
const timeMs = 1_700_000_000_123.457;

function encodePackets(all: readonly Packet[]): Buffer {
  return Buffer.concat(
    all.map(({ frame, way }) => {
      const block = new ArrayBuffer(getPacketBytes(frame.length));
      new Uint8Array(block).fill(0xee);
      const { length } = frame;
      writePacketBlock(new Int32Array(block), 0, { timeMs, captured: length, length, way });
      new Uint8Array(block).set(frame, packetHeadBytes);
      return Buffer.from(block);
    }),
  );
}

const start = encodePcapngStart("ru1", 262_144);
const end = encodeStatistics(timeMs, { received: 2 ** 33 + 5, lost: 3, comment: "stopped" });

test("frames of a pcapng file are read back, and so are their way and their time", () => {
  fc.assert(
    fc.property(packets, (all) => {
      const blocks = encodePackets(all);
      const frames = all.map(({ frame }) => Buffer.from(frame));
      expect(decodePcap(Buffer.concat([start, blocks, end]))).toEqual({ frames });
      expect(Array.from(eachPacket(blocks), ({ frame, way, timeMs: at }) => ({ frame, way, at }))).toEqual(
        all.map(({ way }, index) => ({ frame: frames[index], way, at: timeMs })),
      );
    }),
  );
});

test("a file of the other byte order is read", () => {
  const words = (...all: number[]) => {
    const bytes = Buffer.alloc(all.length * 4);
    for (const [at, word] of all.entries()) bytes.writeUInt32BE(word >>> 0, at * 4);
    return bytes;
  };
  const section = words(0x0a0d0d0a, 28, 0x1a2b3c4d, 0x00010000, -1, -1, 28);
  const described = words(1, 20, 1 << 16, 0, 20);
  const packet = words(6, 36, 0, 1, 2, 3, 3, 0x61626300, 36);
  const simple = words(3, 20, 2, 0x64650000, 20);
  expect(decodePcap(Buffer.concat([section, described, packet, simple]))).toEqual({
    frames: [Buffer.from("abc"), Buffer.from("de")],
  });
});

test("statistics say how many were lost, and why it ended", () => {
  expect(findStatistics(end)).toEqual({ received: 2 ** 33 + 5, lost: 3, comment: "stopped" });
  expect(findStatistics(encodePackets([{ frame: new Uint8Array(3), way: "in" }]))).toBeNull();
});

test("the same frames in pcap", () => {
  const all: Packet[] = [
    { frame: Buffer.from("first"), way: "in" },
    { frame: Buffer.from("second one"), way: "out" },
  ];
  const header = Buffer.alloc(pcapFileHeaderBytes);
  encodePcapFileHeader(header);
  const file = Buffer.concat([header, convertToPcap(Buffer.concat([encodePackets(all), end]))]);
  expect(decodePcap(file)).toEqual({ frames: all.map(({ frame }) => frame) });
  expect([file.readUInt32LE(24), file.readUInt32LE(28)]).toEqual([1_700_000_000, 123_457_031]);
});

const packet = encodePackets([{ frame: Buffer.from("frame"), way: "in" }]);

test.each([
  ["ends in the header of a block", Buffer.concat([start, Buffer.alloc(11)])],
  ["has a block of 0 bytes", Buffer.concat([start, Buffer.alloc(12)])],
  ["ends in a block", Buffer.concat([start, packet.subarray(0, -4)])],
  ["has packet blocks of a form that is obsolete", Buffer.concat([start, withWord(packet, 0, 2)])],
  ["frame 1 is of an interface that is not described", Buffer.concat([start, withWord(packet, 8, 1)])],
  ["frame 1 is longer than its block", Buffer.concat([start, withWord(packet, 20, 5000)])],
  ["frame 1 was cut to 5 of 9 bytes when it was captured", Buffer.concat([start, withWord(packet, 24, 9)])],
  ["frames of link type 113, not Ethernet (1)", Buffer.concat([withWord(start, 36, 113), packet])],
])("%s", (problem, file) => {
  expect(decodePcap(file)).toEqual({ problem });
});

test("any bytes are read or refused", () => {
  const words = fc.array(fc.constantFrom(0, 1, 3, 5, 6, 12, 20, 28, 32, 0x0a0d0d0a), { maxLength: 30 });
  fc.assert(
    fc.property(words, fc.nat(3), (some, cut) => {
      const tail = Buffer.from(Uint32Array.from(some).buffer);
      const read = decodePcap(Buffer.concat([start, tail.subarray(0, tail.length - cut)]));
      expect("frames" in read || read.problem).toBeTruthy();
    }),
  );
});

function withWord(file: Buffer, at: number, word: number): Buffer {
  const changed = Buffer.from(file);
  changed.writeUInt32LE(word, at);
  return changed;
}
