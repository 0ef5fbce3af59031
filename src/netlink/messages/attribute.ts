/**
 * Attributes (`struct rtattr`): length and type of 16 bits each, then the value, padded to 4 bytes. Decoding reads
 * them in place; a value is checked for the length that its reader needs, and longer ones are read from the front,
 * as the kernel itself does.
 */
import { readI32, readU16, readU32 } from "./bytes.ts";
import { makeMalformed } from "./netlink-error.ts";

const headerSize = 4;
/** The two highest bits of the type are flags: nested, network byte order. */
const typeMask = 0x3fff;

/** Rounds up to the alignment of netlink. */
export function align(length: number): number {
  return (length + 3) & ~3;
}

/** Calls `visit` with the type and the value's bounds of each attribute between two offsets. */
export function eachAttribute(
  bytes: Buffer,
  start: number,
  end: number,
  visit: (type: number, from: number, to: number) => void,
): void {
  let at = start;
  while (at < end) {
    if (end - at < headerSize) throw makeMalformed(`attribute of ${end - at} bytes`, at);
    const length = readU16(bytes, at);
    if (length < headerSize || length > end - at) throw makeMalformed(`attribute of length ${length}`, at);
    visit(readU16(bytes, at + 2) & typeMask, at + headerSize, at + length);
    at += align(length);
  }
}

export function readAttributeU8(bytes: Buffer, from: number, to: number): number {
  checkLength(from, to, 1);
  return bytes[from] as number;
}

export function readAttributeU32(bytes: Buffer, from: number, to: number): number {
  checkLength(from, to, 4);
  return readU32(bytes, from);
}

export function readAttributeI32(bytes: Buffer, from: number, to: number): number {
  checkLength(from, to, 4);
  return readI32(bytes, from);
}

/** Text up to the first NUL or the value's end. */
export function readAttributeText(bytes: Buffer, from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number;
    if (byte === 0) return text;
    if (byte >= 0x80) return readUtf8Text(bytes, from, to);
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Fails where a value is shorter than what it holds. */
export function checkLength(from: number, to: number, length: number): void {
  if (to - from < length) throw makeMalformed(`value of ${to - from} bytes instead of ${length}`, from);
}

function readUtf8Text(bytes: Buffer, from: number, to: number): string {
  const nul = bytes.subarray(from, to).indexOf(0);
  return bytes.toString("utf8", from, nul < 0 ? to : from + nul);
}
