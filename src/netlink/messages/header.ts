/** `struct nlmsghdr`: what every message begins with. */
import { align } from "./attribute.ts";
import { readU16, readU32 } from "./bytes.ts";
import { makeMalformed } from "./netlink-error.ts";

export type Header = {
  /** `messageType` of `numbers.ts`, or any other number. */
  readonly type: number;
  readonly flags: number;
  readonly sequence: number;
  /** Port of the socket that asked; 0 for what the kernel says by itself. */
  readonly port: number;
};

export const headerSize = 16;

/** End of the message that begins at an offset: 16 bytes of header and what follows it. */
export function findMessageEnd(bytes: Buffer, at: number, end: number): number {
  if (end - at < headerSize) throw makeMalformed(`header of ${end - at} bytes`, at);
  const length = readU32(bytes, at);
  if (length < headerSize || length > end - at) throw makeMalformed(`message of length ${length}`, at);
  return at + length;
}

export function decodeHeader(bytes: Buffer, at: number): Header {
  return {
    type: readU16(bytes, at + 4),
    flags: readU16(bytes, at + 6),
    sequence: readU32(bytes, at + 8),
    port: readU32(bytes, at + 12),
  };
}

/** A whole message, padded so that another can follow it in the same datagram. */
export function encodeMessage(header: Header, ...body: readonly Uint8Array[]): Buffer {
  const length = headerSize + body.reduce((sum, part) => sum + part.length, 0);
  const bytes = Buffer.alloc(align(length));
  bytes.writeUInt32LE(length, 0);
  bytes.writeUInt16LE(header.type, 4);
  bytes.writeUInt16LE(header.flags, 6);
  bytes.writeUInt32LE(header.sequence, 8);
  bytes.writeUInt32LE(header.port, 12);
  let at = headerSize;
  for (const part of body) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
