import fc from "fast-check";
import { expect, test } from "vitest";
import { findFunction } from "../../src/libc/library.ts";
import { family } from "../../src/net/address-family.ts";
import { formatIpBytes } from "../../src/net/format-ip.ts";
import { formatIpv6Address } from "../../src/net/ipv6-network.ts";
import { parseIpv6Address } from "../../src/net/parse-ipv6.ts";

/** The C library's own conversions are the witness. */
const inetNtop = findFunction<
  (family: number, address: Uint8Array, text: Uint8Array, size: number) => string
>("const char *inet_ntop(int, const void*, void*, uint)");
const inetPton = findFunction<(family: number, text: string, address: Uint8Array) => number>(
  "int inet_pton(int, const char*, void*)",
);

function libcText(addressFamily: number, bytes: Uint8Array): string {
  return inetNtop()(addressFamily, bytes, Buffer.alloc(64), 64);
}

function libcAddress(text: string): bigint | undefined {
  const bytes = Buffer.alloc(16);
  return inetPton()(family.IPV6, text, bytes) === 1 ? getMemoryAddress(bytes) : undefined;
}

function getMemoryAddress(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}

/** IPv6 addresses with many zero groups, which is where their text gets its forms from. */
const ipv6 = fc
  .array(fc.oneof(fc.constant(0), fc.constant(0xffff), fc.integer({ min: 0, max: 0xffff })), {
    minLength: 8,
    maxLength: 8,
  })
  .map((groups) => Buffer.from(groups.flatMap((group) => [group >> 8, group & 0xff])));

test("an IPv6 address has the text that inet_ntop gives it, from bytes and from a value, and comes back from it", () => {
  fc.assert(
    fc.property(ipv6, (bytes) => {
      const text = formatIpBytes(family.IPV6, bytes, 0, 16);
      expect(text).toBe(libcText(family.IPV6, bytes));
      expect(formatIpv6Address(getMemoryAddress(bytes))).toBe(text);
      expect(parseIpv6Address(text)).toBe(getMemoryAddress(bytes));
    }),
    { numRuns: 2000 },
  );
});

test("an IPv4 address has the text that inet_ntop gives it", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (octets) => {
      expect(formatIpBytes(family.IPV4, Buffer.from(octets), 0, 4)).toBe(libcText(family.IPV4, octets));
    }),
  );
});

test("text is an IPv6 address exactly where inet_pton takes it", () => {
  const piece = fc.constantFrom(
    ":",
    "::",
    "0",
    "1",
    "a",
    "ffff",
    "12345",
    "1.2.3.4",
    "1.2.3",
    "255",
    "256",
    "01",
    ".",
    "%",
    "g",
    " ",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join("");
      expect({ text, address: parseIpv6Address(text) }).toEqual({ text, address: libcAddress(text) });
    }),
    { numRuns: 20_000 },
  );
});

test.each([
  "",
  "1.2.3.4",
  "::1.2.3.4.5",
  "::1%eth0",
  "1::2::3",
  ":::",
  "fe80",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7::8::",
])("%j is not an IPv6 address", (text) => {
  expect(parseIpv6Address(text)).toBeUndefined();
});

test("an address of a length that its family does not have is shown as bare bytes", () => {
  expect(formatIpBytes(family.IPV6, Buffer.of(1, 2, 3), 0, 3)).toBe("0x010203");
});
