import fc from "fast-check";
import { expect, test } from "vitest";
import { libcFunction } from "../../src/libc/library.ts";
import { family } from "../../src/net/address-family.ts";
import { ipBytes, ipText } from "../../src/net/ip-text.ts";

/** The C library's own conversions are the witness. */
const inetNtop = libcFunction<
  (family: number, address: Uint8Array, text: Uint8Array, size: number) => string
>("const char *inet_ntop(int, const void*, void*, uint)");
const inetPton = libcFunction<(family: number, text: string, address: Uint8Array) => number>(
  "int inet_pton(int, const char*, void*)",
);

function libcText(addressFamily: number, bytes: Uint8Array): string {
  return inetNtop()(addressFamily, bytes, Buffer.alloc(64), 64);
}

function libcBytes(text: string): Buffer | null {
  const addressFamily = text.includes(":") ? family.IPV6 : family.IPV4;
  const bytes = Buffer.alloc(addressFamily === family.IPV6 ? 16 : 4);
  return inetPton()(addressFamily, text, bytes) === 1 ? bytes : null;
}

/** IPv6 addresses with many zero groups, which is where their text gets its forms from. */
const ipv6 = fc
  .array(fc.oneof(fc.constant(0), fc.constant(0xffff), fc.integer({ min: 0, max: 0xffff })), {
    minLength: 8,
    maxLength: 8,
  })
  .map((groups) => Buffer.from(groups.flatMap((group) => [group >> 8, group & 0xff])));

test("an IPv6 address has the text that inet_ntop gives it, and its bytes come back from it", () => {
  fc.assert(
    fc.property(ipv6, (bytes) => {
      const text = ipText(family.IPV6, bytes, 0, 16);
      expect(text).toBe(libcText(family.IPV6, bytes));
      expect(ipBytes(text)).toEqual(bytes);
    }),
    { numRuns: 2000 },
  );
});

test("an IPv4 address has the text that inet_ntop gives it, and its bytes come back from it", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 4 }), (octets) => {
      const bytes = Buffer.from(octets);
      const text = ipText(family.IPV4, bytes, 0, 4);
      expect(text).toBe(libcText(family.IPV4, bytes));
      expect(ipBytes(text)).toEqual(bytes);
    }),
  );
});

test("text is an address exactly where inet_pton takes it", () => {
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
      expect({ text, bytes: ipBytes(text) }).toEqual({ text, bytes: libcBytes(text) });
    }),
    { numRuns: 20_000 },
  );
});

test.each([
  "",
  "1.2.3",
  "1.2.3.4.5",
  "::1%eth0",
  "1::2::3",
  ":::",
  "fe80",
  "1:2:3:4:5:6:7:8:9",
  "1:2:3:4:5:6:7::8::",
])("%j is no address", (text) => {
  expect(ipBytes(text)).toBeNull();
});

test("an address of a length that its family does not have is shown as bare bytes", () => {
  expect(ipText(family.IPV6, Buffer.of(1, 2, 3), 0, 3)).toBe("0x010203");
});
