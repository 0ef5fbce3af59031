/**
 * Blocks of pcapng files in little endian order, times in microseconds (draft-ietf-opsawg-pcapng, section 4). Unlike
 * pcap they say which way a frame went and how many were lost.
 */
import { linkTypeEthernet } from "./capture.ts";

export const pcapngType = {
  section: 0x0a0d0d0a,
  interface: 1,
  obsolete: 2,
  simple: 3,
  statistics: 5,
  packet: 6,
};
/** Which way a frame went: the lowest bits of the option epb_flags. */
export const pcapngWay = { in: 1, out: 2 } as const;
export const byteOrderMagic = 0x1a2b3c4d;
/** Numbers of options: of any block, of an interface, of a packet and of statistics. */
export const pcapngOption = { end: 0, comment: 1, name: 2, flags: 2, received: 4, dropped: 5 } as const;

/** Bytes of a packet block before its frame, and behind it: the option epb_flags, the end of options, the length. */
export const packetHeadBytes = 28;
const packetTailBytes = 16;

/** The beginning of a file with one interface of that name. @param snapLength bytes of the longest frame */
export function encodePcapngStart(name: string, snapLength: number): Buffer {
  const magic = makeWords([byteOrderMagic, 1, 0xffff_ffff, 0xffff_ffff]);
  const described = makeWords([linkTypeEthernet, snapLength]);
  return Buffer.concat([
    encodeBlock(pcapngType.section, [magic]),
    encodeBlock(pcapngType.interface, [
      described,
      encodeOption(pcapngOption.name, Buffer.from(name)),
      endOfOptions,
    ]),
  ]);
}

export type CaptureStatistics = {
  /** Frames that came by, those that were lost included. */
  readonly received: number;
  readonly lost: number;
  /** Why the capture ended. */
  readonly comment: string;
};

/** What stands at the end of a capture. */
export function encodeStatistics(timeMs: number, { received, lost, comment }: CaptureStatistics): Buffer {
  return encodeBlock(pcapngType.statistics, [
    makeWords([0, ...splitTime(timeMs)]),
    encodeOption(pcapngOption.comment, Buffer.from(comment)),
    encodeOption(pcapngOption.received, makeWords([received >>> 0, Math.floor(received / 2 ** 32)])),
    encodeOption(pcapngOption.dropped, makeWords([lost >>> 0, Math.floor(lost / 2 ** 32)])),
    endOfOptions,
  ]);
}

/** Bytes of the block of a frame of which so many bytes are noted. */
export function getPacketBytes(captured: number): number {
  return packetHeadBytes + padToWord(captured) + packetTailBytes;
}

export type PacketHead = {
  readonly timeMs: number;
  /** Bytes that are noted, and bytes of the whole frame. */
  readonly captured: number;
  readonly length: number;
  readonly way: keyof typeof pcapngWay;
};

/** Writes all of a packet block but its frame, which lies {@link packetHeadBytes} behind `at`, a multiple of four. */
export function writePacketBlock(words: Int32Array, at: number, head: PacketHead): void {
  const { timeMs, captured, length, way } = head;
  const total = getPacketBytes(captured);
  let word = at >>> 2;
  const [high, low] = splitTime(timeMs);
  for (const value of [pcapngType.packet, total, 0, high, low, captured, length]) words[word++] = value;
  word += padToWord(captured) >>> 2;
  // the bytes between the frame and the next word are not those of an earlier frame
  if ((captured & 3) !== 0) words[word - 1] = 0;
  words[word++] = pcapngOption.flags | (4 << 16);
  words[word++] = pcapngWay[way];
  words[word++] = pcapngOption.end;
  words[word] = total;
}

export function padToWord(bytes: number): number {
  return (bytes + 3) & ~3;
}

const endOfOptions = Buffer.alloc(4);

function encodeBlock(type: number, parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 12);
  return Buffer.concat([makeWords([type, length]), ...parts, makeWords([length])]);
}

function encodeOption(number: number, value: Uint8Array): Buffer {
  const padding = Buffer.alloc(padToWord(value.length) - value.length);
  return Buffer.concat([makeWords([number | (value.length << 16)]), value, padding]);
}

function makeWords(words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(words.length * 4);
  for (const [place, word] of words.entries()) bytes.writeUInt32LE(word >>> 0, place * 4);
  return bytes;
}

/** Microseconds since 1970, the upper word first: section 4.3. */
function splitTime(timeMs: number): readonly [high: number, low: number] {
  const microseconds = Math.floor(timeMs * 1000);
  return [Math.floor(microseconds / 2 ** 32), microseconds >>> 0];
}
