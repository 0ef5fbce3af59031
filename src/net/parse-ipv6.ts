/** IPv6 addresses in text to integers. One pass over the characters: a plan for many Radio Units has thousands. */

/** An IPv6 address: its 128 bits as a number. */
export type Ipv6Address = bigint;

const groups = 8;
const [colon, dot] = [0x3a, 0x2e];

/**
 * An address as inet_pton(3) reads it; undefined for anything else, one with a zone (`fe80::1%eth0`) or a prefix
 * length included.
 */
export function parseIpv6Address(text: string): Ipv6Address | undefined {
  const words: number[] = [];
  let gap = -1;
  let at = 0;
  while (at < text.length) {
    if (text.charCodeAt(at) === colon && text.charCodeAt(at + 1) === colon) {
      if (gap >= 0) return undefined;
      gap = words.length;
      at += 2;
      continue;
    }
    const end = findGroupEnd(text, at);
    if (text.charCodeAt(end) === dot) {
      const embedded = parseIpv4Words(text.slice(at));
      if (embedded === undefined) return undefined;
      words.push(...embedded);
      break;
    }
    if (end === at || end - at > 4 || words.length === groups) return undefined;
    words.push(Number.parseInt(text.slice(at, end), 16));
    if (end < text.length && text.charCodeAt(end) !== colon) return undefined;
    // A single colon needs a group after it; two begin the next round.
    at = end;
    if (text.charCodeAt(end + 1) !== colon) at = end + 1;
    if (at === text.length && end < text.length) return undefined;
  }
  return joinWords(words, gap);
}

/** Where the hexadecimal digits from an offset on end. */
function findGroupEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const isDigit = code >= 0x30 && code <= 0x39;
    const lower = code | 0x20;
    if (!isDigit && (lower < 0x61 || lower > 0x66)) break;
  }
  return at;
}

const octet = /^(?:0|[1-9]\d{0,2})$/;

/** The last 32 bits may be written as IPv4. */
function parseIpv4Words(text: string): readonly [number, number] | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => octet.test(part) && Number(part) <= 255)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = parts.map(Number);
  return [(a << 8) | b, (c << 8) | d];
}

/** The words as one number, zeros where the gap `::` is, which stands for at least one group. */
function joinWords(words: readonly number[], gap: number): Ipv6Address | undefined {
  const missing = groups - words.length;
  if (gap < 0 ? missing !== 0 : missing < 1) return undefined;
  const word = (index: number): number => {
    if (gap < 0 || index < gap) return words[index] ?? 0;
    return index < gap + missing ? 0 : (words[index - missing] ?? 0);
  };
  const quarter = (index: number) => BigInt(word(2 * index) * 0x10000 + word(2 * index + 1));
  const upper = (quarter(0) << 32n) | quarter(1);
  const lower = (quarter(2) << 32n) | quarter(3);
  return (upper << 64n) | lower;
}
