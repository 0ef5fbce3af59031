/** IP addresses between bytes and text, in the one form of inet_ntop(3) (RFC 5952 for IPv6). */
import { family } from "./address-family.ts";

export const ipv4Length = 4;
export const ipv6Length = 16;

/** Text of the address at an offset; of the wrong length for its family, as bare hexadecimal. */
export function ipText(addressFamily: number, bytes: Buffer, from: number, to: number): string {
  if (addressFamily === family.IPV6 && to - from === ipv6Length) return ipv6Text(bytes, from);
  if (addressFamily === family.IPV4 && to - from === ipv4Length) return ipv4Text(bytes, from);
  return `0x${bytes.toString("hex", from, to)}`;
}

/** Bytes of an address in text; null where it is none. A zone (`%eth0`) is none. */
export function ipBytes(text: string): Buffer | null {
  if (text.includes(":")) return ipv6Bytes(text);
  return ipv4Bytes(text);
}

/** The family's unspecified address: what a default route's destination is. */
export function unspecified(addressFamily: number): string {
  return addressFamily === family.IPV6 ? "::" : "0.0.0.0";
}

function ipv4Text(bytes: Buffer, at: number): string {
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16));
const hexPadded = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function ipv6Text(bytes: Buffer, at: number): string {
  const run = longestZeroRun(bytes, at);
  const start = run >> 4;
  const length = run & 15;
  // inet_ntop(3) writes the last 32 bits of ::/96 and of ::ffff:0:0/96 as IPv4.
  if (start === 0 && (length === 6 || (length === 5 && group(bytes, at, 5) === 0xffff))) {
    return `::${length === 5 ? "ffff:" : ""}${ipv4Text(bytes, at + 12)}`;
  }
  let text = "";
  for (let index = 0; index < 8; index++) {
    if (length > 0 && index === start) {
      text += index === 0 ? "::" : ":";
      index += length - 1;
      continue;
    }
    const high = bytes[at + 2 * index] as number;
    const low = bytes[at + 2 * index + 1] as number;
    text += high === 0 ? hex[low] : (hex[high] as string) + hexPadded[low];
    if (index < 7) text += ":";
  }
  return text;
}

function group(bytes: Buffer, at: number, index: number): number {
  return ((bytes[at + 2 * index] as number) << 8) | (bytes[at + 2 * index + 1] as number);
}

/** Start · 16 + length of the first longest run of at least two zero groups; 0 where there is none. */
function longestZeroRun(bytes: Buffer, at: number): number {
  let best = 0;
  let length = 0;
  for (let index = 0; index < 8; index++) {
    length = group(bytes, at, index) === 0 ? length + 1 : 0;
    if (length > 1 && length > (best & 15)) best = ((index - length + 1) << 4) | length;
  }
  return best;
}

const octet = /^(?:0|[1-9]\d{0,2})$/;

function ipv4Bytes(text: string): Buffer | null {
  const parts = text.split(".");
  if (parts.length !== ipv4Length || !parts.every((part) => octet.test(part) && Number(part) <= 255))
    return null;
  return Buffer.from(parts.map(Number));
}

const [colon, dot] = [0x3a, 0x2e];

/** One pass over the characters: a plan for many Radio Units has thousands of addresses. */
function ipv6Bytes(text: string): Buffer | null {
  const bytes = Buffer.alloc(ipv6Length);
  let filled = 0;
  let gap = -1;
  let at = 0;
  while (at < text.length) {
    if (text.charCodeAt(at) === colon && text.charCodeAt(at + 1) === colon) {
      if (gap >= 0) return null;
      gap = filled;
      at += 2;
      continue;
    }
    const end = groupEnd(text, at);
    if (text.charCodeAt(end) === dot) {
      const embedded = ipv4Bytes(text.slice(at));
      if (embedded === null || filled > ipv6Length - ipv4Length) return null;
      bytes.set(embedded, filled);
      filled += ipv4Length;
      break;
    }
    if (end === at || end - at > 4 || filled === ipv6Length) return null;
    bytes.writeUInt16BE(Number.parseInt(text.slice(at, end), 16), filled);
    filled += 2;
    if (end < text.length && text.charCodeAt(end) !== colon) return null;
    // A single colon needs a group after it; two begin the next round.
    at = end;
    if (text.charCodeAt(end + 1) !== colon) at = end + 1;
    if (at === text.length && end < text.length) return null;
  }
  return gap < 0 ? whole(bytes, filled) : withGap(bytes, filled, gap);
}

/** Where the hexadecimal digits from an offset on end. */
function groupEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isDigit = code >= 0x30 && code <= 0x39;
    const lower = code | 0x20;
    if (!isDigit && (lower < 0x61 || lower > 0x66)) break;
  }
  return at;
}

function whole(bytes: Buffer, filled: number): Buffer | null {
  return filled === ipv6Length ? bytes : null;
}

/** `::` stands for at least one group. */
function withGap(bytes: Buffer, filled: number, gap: number): Buffer | null {
  if (filled > ipv6Length - 2) return null;
  bytes.copyWithin(ipv6Length - (filled - gap), gap, filled);
  bytes.fill(0, gap, ipv6Length - (filled - gap));
  return bytes;
}
