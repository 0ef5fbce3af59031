/** IP addresses between bytes and text, in the one form of inet_ntop(3) (RFC 5952 for IPv6). */
import { family } from "./numbers.ts";

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
const hexGroup = /^[0-9a-fA-F]{1,4}$/;

function ipv4Bytes(text: string): Buffer | null {
  const parts = text.split(".");
  if (parts.length !== ipv4Length || !parts.every((part) => octet.test(part) && Number(part) <= 255))
    return null;
  return Buffer.from(parts.map(Number));
}

function ipv6Bytes(text: string): Buffer | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const front = groups(halves[0] as string, halves.length === 1);
  const back = halves.length === 2 ? groups(halves[1] as string, true) : [];
  if (front === null || back === null) return null;
  const given = front.length + back.length;
  if (halves.length === 2 ? given > 7 : given !== 8) return null;
  const all = [...front, ...Array<number>(8 - given).fill(0), ...back];
  return Buffer.from(all.flatMap((value) => [value >> 8, value & 0xff]));
}

/** The groups of one side of `::`; an IPv4 address may stand for the last two. */
function groups(text: string, last: boolean): number[] | null {
  if (text === "") return [];
  const values: number[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    const embedded = last && index === parts.length - 1 && part.includes(".") ? ipv4Bytes(part) : null;
    if (embedded !== null) values.push(embedded.readUInt16BE(0), embedded.readUInt16BE(2));
    else if (hexGroup.test(part)) values.push(Number.parseInt(part, 16));
    else return null;
  }
  return values;
}
