/** Reads pcapng files of either byte order (draft-ietf-opsawg-pcapng). */
import { type Capture, linkTypeEthernet } from "./capture.ts";
import {
  byteOrderMagic,
  type CaptureStatistics,
  type PacketHead,
  padToWord,
  pcapngOption,
  pcapngType,
  pcapngWay,
} from "./pcapng.ts";

/** A block without the words around it. */
export type Block = { readonly type: number; readonly body: Buffer; readonly isLittle: boolean };

/** The frames of a file whose interfaces are all Ethernet. */
export function decodePcapng(bytes: Buffer): Capture {
  const frames: Uint8Array[] = [];
  let linkTypes: number[] = [];
  for (const block of eachBlock(bytes)) {
    if ("problem" in block) return block;
    const { type, body, isLittle } = block;
    if (type === pcapngType.section) linkTypes = [];
    else if (type === pcapngType.interface)
      linkTypes.push(isLittle ? body.readUInt16LE(0) : body.readUInt16BE(0));
    else if (type === pcapngType.obsolete) return { problem: "has packet blocks of a form that is obsolete" };
    else if (type === pcapngType.packet || type === pcapngType.simple) {
      const frame = readFrame(block, linkTypes, frames.length + 1);
      if ("problem" in frame) return frame;
      frames.push(frame.bytes);
    }
  }
  return { frames };
}

/** Blocks in their order; a problem is the last one. */
export function* eachBlock(bytes: Buffer): Generator<Block | { readonly problem: string }> {
  let isLittle = true;
  for (let at = 0; at < bytes.length; ) {
    if (at + minBlock > bytes.length) return yield { problem: "ends in the header of a block" };
    const type = isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    if (type === pcapngType.section) isLittle = bytes.readUInt32LE(at + 8) === byteOrderMagic;
    const length = isLittle ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at + 4);
    const least = minBytes.get(type) ?? minBlock;
    if (length < least || (length & 3) !== 0) return yield { problem: `has a block of ${length} bytes` };
    if (at + length > bytes.length) return yield { problem: "ends in a block" };
    yield { type, body: bytes.subarray(at + 8, at + length - 4), isLittle };
    at += length;
  }
}

const minBlock = 12;
const minBytes = new Map([
  [pcapngType.section, 28],
  [pcapngType.interface, 20],
  [pcapngType.simple, 16],
  [pcapngType.packet, 32],
]);

type ReadFrame = { readonly bytes: Uint8Array } | { readonly problem: string };

function readFrame(block: Block, linkTypes: readonly number[], number: number): ReadFrame {
  const { type, body, isLittle } = block;
  const readUInt32 = (at: number) => (isLittle ? body.readUInt32LE(at) : body.readUInt32BE(at));
  const isSimple = type === pcapngType.simple;
  const start = isSimple ? 4 : 20;
  const length = readUInt32(start - 4);
  const captured = isSimple ? Math.min(length, body.length - start) : readUInt32(12);
  const linkType = linkTypes[isSimple ? 0 : readUInt32(0)];
  if (linkType === undefined) return { problem: `frame ${number} is of an interface that is not described` };
  if (linkType !== linkTypeEthernet) return { problem: `frames of link type ${linkType}, not Ethernet (1)` };
  if (start + captured > body.length) return { problem: `frame ${number} is longer than its block` };
  if (captured < length)
    return { problem: `frame ${number} was cut to ${captured} of ${length} bytes when it was captured` };
  return { bytes: body.subarray(start, start + captured) };
}

/** The frames of blocks in little endian order with times in microseconds, whatever interface they are of. */
export function* eachPacket(blocks: Buffer): Generator<PacketHead & { readonly frame: Uint8Array }> {
  for (const block of eachBlock(blocks)) {
    if ("problem" in block || block.type !== pcapngType.packet) continue;
    const { body } = block;
    const captured = body.readUInt32LE(12);
    const timeMs = (body.readUInt32LE(4) * 2 ** 32 + body.readUInt32LE(8)) / 1000;
    const flags = readOption(body.subarray(packetBodyBytes + padToWord(captured)), pcapngOption.flags);
    const way = flags !== null && (flags.readUInt32LE(0) & 3) === pcapngWay.out ? "out" : "in";
    const frame = body.subarray(packetBodyBytes, packetBodyBytes + captured);
    yield { timeMs, captured, length: body.readUInt32LE(16), way, frame };
  }
}

/** The statistics among such blocks; null where there are none. */
export function findStatistics(blocks: Buffer): CaptureStatistics | null {
  for (const block of eachBlock(blocks)) {
    if ("problem" in block || block.type !== pcapngType.statistics) continue;
    const options = block.body.subarray(12);
    const readCount = (number: number) => Number(readOption(options, number)?.readBigUInt64LE(0) ?? 0n);
    return {
      received: readCount(pcapngOption.received),
      lost: readCount(pcapngOption.dropped),
      comment: readOption(options, pcapngOption.comment)?.toString("utf8") ?? "",
    };
  }
  return null;
}

const packetBodyBytes = 20;

/** The value of the first option of that number; null where there is none. */
function readOption(options: Buffer, number: number): Buffer | null {
  for (let at = 0; at + 4 <= options.length; ) {
    const [found, length] = [options.readUInt16LE(at), options.readUInt16LE(at + 2)];
    if (found === pcapngOption.end || at + 4 + length > options.length) return null;
    if (found === number) return options.subarray(at + 4, at + 4 + length);
    at += 4 + padToWord(length);
  }
  return null;
}
