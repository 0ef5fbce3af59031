/** Capture files: pcap of link type Ethernet (pcap-savefile(5)). */
import { type Capture, linkTypeEthernet } from "./capture.ts";
import { pcapngType } from "./pcapng.ts";
import { decodePcapng } from "./read-pcapng.ts";

export const pcapFileHeaderBytes = 24;
export const pcapRecordHeaderBytes = 16;
export const pcapSnapLength = 262_144;

const magic = { microseconds: 0xa1b2c3d4, nanoseconds: 0xa1b23c4d } as const;
const version = { major: 2, minor: 4 } as const;

/** The beginning of a file with times in nanoseconds, put at the beginning of the buffer. */
export function encodePcapFileHeader(buffer: Buffer): void {
  buffer.writeUInt32LE(magic.nanoseconds, 0);
  buffer.writeUInt16LE(version.major, 4);
  buffer.writeUInt16LE(version.minor, 6);
  buffer.writeUInt32LE(0, 8);
  buffer.writeUInt32LE(0, 12);
  buffer.writeUInt32LE(pcapSnapLength, 16);
  buffer.writeUInt32LE(linkTypeEthernet, 20);
}

/** What stands before each frame. @param original bytes of the frame where not all of them are noted */
export function encodePcapRecordHeader(
  buffer: Buffer,
  at: number,
  timeMs: number,
  length: number,
  original = length,
): void {
  const seconds = Math.floor(timeMs / 1000);
  buffer.writeUInt32LE(seconds, at);
  buffer.writeUInt32LE(Math.floor((timeMs - seconds * 1000) * 1e6), at + 4);
  buffer.writeUInt32LE(length, at + 8);
  buffer.writeUInt32LE(original, at + 12);
}

/** The frames of a file of either byte order and either resolution of time, or of a pcapng file. */
export function decodePcap(bytes: Buffer): Capture {
  if (bytes.length < pcapFileHeaderBytes) return { problem: "too short for a capture file" };
  const isLittle = isMagic(bytes.readUInt32LE(0));
  if (bytes.readUInt32LE(0) === pcapngType.section) return decodePcapng(bytes);
  if (!isLittle && !isMagic(bytes.readUInt32BE(0))) return { problem: "not a pcap file" };
  const readUInt32 = (at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const linkType = readUInt32(20) & 0xffff;
  if (linkType !== linkTypeEthernet) return { problem: `frames of link type ${linkType}, not Ethernet (1)` };
  return decodeRecords(bytes, readUInt32);
}

function decodeRecords(bytes: Buffer, readUInt32: (at: number) => number): Capture {
  const frames: Uint8Array[] = [];
  for (let at = pcapFileHeaderBytes; at < bytes.length; ) {
    const start = at + pcapRecordHeaderBytes;
    if (start > bytes.length) return { problem: `ends in the header of frame ${frames.length + 1}` };
    const [length, original] = [readUInt32(at + 8), readUInt32(at + 12)];
    if (start + length > bytes.length) return { problem: `ends in frame ${frames.length + 1}` };
    if (length < original)
      return {
        problem: `frame ${frames.length + 1} was cut to ${length} of ${original} bytes when it was captured`,
      };
    frames.push(bytes.subarray(start, start + length));
    at = start + length;
  }
  return { frames };
}

function isMagic(word: number): boolean {
  return word === magic.microseconds || word === magic.nanoseconds;
}
