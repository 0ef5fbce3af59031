import fc from "fast-check";
import { expect, test } from "vitest";
import {
  decodePcap,
  encodePcapFileHeader,
  encodePcapRecordHeader,
  pcapFileHeaderBytes,
  pcapRecordHeaderBytes,
} from "../../src/frame/pcap.ts";

const frames = fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 5 });

function encode(all: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(pcapFileHeaderBytes);
  encodePcapFileHeader(header);
  const records = all.map((frame) => {
    const record = Buffer.alloc(pcapRecordHeaderBytes);
    encodePcapRecordHeader(record, 0, 1_700_000_000_123.5, frame.length);
    return Buffer.concat([record, frame]);
  });
  return Buffer.concat([header, ...records]);
}

/** The same file as a machine of the other byte order writes it. */
function swapOrder(file: Buffer): Buffer {
  const swapped = Buffer.from(file);
  const swap = (at: number, size: number) => swapped.subarray(at, at + size).reverse();
  for (const at of [0, 8, 12, 16, 20]) swap(at, 4);
  for (const at of [4, 6]) swap(at, 2);
  for (let at = pcapFileHeaderBytes; at < file.length; ) {
    for (const word of [0, 4, 8, 12]) swap(at + word, 4);
    at += pcapRecordHeaderBytes + file.readUInt32LE(at + 8);
  }
  return swapped;
}

test("what is written is read, in either byte order and with either resolution of time", () => {
  fc.assert(
    fc.property(frames, fc.boolean(), fc.boolean(), (all, isSwapped, isMicroseconds) => {
      const file = encode(all);
      if (isMicroseconds) file.writeUInt32LE(0xa1b2c3d4, 0);
      const read = decodePcap(isSwapped ? swapOrder(file) : file);
      expect("frames" in read && read.frames.map((frame) => [...frame])).toEqual(
        all.map((frame) => [...frame]),
      );
    }),
  );
});

test("a time has whole seconds and nanoseconds", () => {
  const file = encode([new Uint8Array(1)]);
  expect([file.readUInt32LE(24), file.readUInt32LE(28)]).toEqual([1_700_000_000, 123_500_000]);
});

test.each([
  ["too short for a capture file", Buffer.alloc(23)],
  ["not a pcap file", Buffer.alloc(24)],
  ["frames of link type 113, not Ethernet (1)", withWord(encode([]), 20, 113)],
  ["ends in the header of frame 2", Buffer.concat([encode([new Uint8Array(3)]), Buffer.alloc(15)])],
  ["ends in frame 1", encode([new Uint8Array(3)]).subarray(0, -1)],
  ["frame 1 was cut to 3 of 9 bytes when it was captured", withWord(encode([new Uint8Array(3)]), 36, 9)],
])("%s", (problem, file) => {
  expect(decodePcap(file)).toEqual({ problem });
});

test("any bytes are read or refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (tail) => {
      const read = decodePcap(Buffer.concat([encode([]), tail]));
      expect("frames" in read || read.problem).toBeTruthy();
    }),
  );
});

function withWord(file: Buffer, at: number, word: number): Buffer {
  file.writeUInt32LE(word, at);
  return file;
}
