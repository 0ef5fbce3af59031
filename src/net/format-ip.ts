/** The text of IP addresses, as inet_ntop(3) writes it (RFC 5952 for IPv6). */
import { family } from "./address-family.ts";

const ipv4Length = 4;
const ipv6Length = 16;

/** Text of the address at an offset; of the wrong length for its family, as bare hexadecimal. */
export function formatIpBytes(addressFamily: number, bytes: Buffer, from: number, to: number): string {
  if (addressFamily === family.IPV6 && to - from === ipv6Length) return formatIpv6Bytes(bytes, from);
  if (addressFamily === family.IPV4 && to - from === ipv4Length) return formatIpv4Bytes(bytes, from);
  return `0x${bytes.toString("hex", from, to)}`;
}

/** The family's unspecified address: what a default route's destination is. */
export function getUnspecifiedAddress(addressFamily: number): string {
  return addressFamily === family.IPV6 ? "::" : "0.0.0.0";
}

function formatIpv4Bytes(bytes: Buffer, at: number): string {
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`;
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16));
const hexPadded = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** The text of the 16 bytes at an offset. */
export function formatIpv6Bytes(bytes: Buffer, at: number): string {
  const run = findLongestZeroRun(bytes, at);
  const start = run >> 4;
  const length = run & 15;
  // inet_ntop(3) writes the last 32 bits of ::/96 and of ::ffff:0:0/96 as IPv4.
  if (start === 0 && (length === 6 || (length === 5 && readGroup(bytes, at, 5) === 0xffff))) {
    return `::${length === 5 ? "ffff:" : ""}${formatIpv4Bytes(bytes, at + 12)}`;
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

function readGroup(bytes: Buffer, at: number, index: number): number {
  return ((bytes[at + 2 * index] as number) << 8) | (bytes[at + 2 * index + 1] as number);
}

/** Start · 16 + length of the first longest run of at least two zero groups; 0 where there is none. */
function findLongestZeroRun(bytes: Buffer, at: number): number {
  let best = 0;
  let length = 0;
  for (let index = 0; index < 8; index++) {
    length = readGroup(bytes, at, index) === 0 ? length + 1 : 0;
    if (length > 1 && length > (best & 15)) best = ((index - length + 1) << 4) | length;
  }
  return best;
}
