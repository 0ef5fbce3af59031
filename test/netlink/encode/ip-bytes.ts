/** Bytes of an IP address in text, for encoding. */
const ipv4Length = 4;
const ipv6Length = 16;

/** Bytes of an address in text; null where it is none. A zone (`%eth0`) is none. */
export function ipBytes(text: string): Buffer | null {
  if (text.includes(":")) return ipv6Bytes(text);
  return ipv4Bytes(text);
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

/** Bytes of an address in text; of what `formatIpBytes` wrote as bare hexadecimal, those bytes. */
export function addressBytes(text: string): Uint8Array {
  return ipBytes(text) ?? Buffer.from(text.replace(/^0x/, ""), "hex");
}
