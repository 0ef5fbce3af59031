import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatIpv6Address,
  formatIpv6Range,
  lastAddress,
  parseIpv6Address,
  parseIpv6Range,
  rangeAround,
} from "../../src/net/ipv6-range.ts";

const anyAddress = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });

describe("IPv6 ranges", () => {
  test("lose their host bits and are written as RFC 5952 has it", () => {
    const normal = (text: string) => {
      const range = parseIpv6Range(text);
      return range && formatIpv6Range(range);
    };
    expect(normal("2401:5180:0:66:a200::1/71")).toBe("2401:5180:0:66:a200::/71");
    expect(normal("2401:5180:0:0066:A2FF:ffff:ffff:ffff/71")).toBe("2401:5180:0:66:a200::/71");
    expect(normal("2401:5180::1/56")).toBe("2401:5180::/56");
    expect(normal("::1/128")).toBe("::1/128");
    expect(normal("ffff::/0")).toBe("::/0");
    expect(normal("1:0:2:3:4:5:6:7/128")).toBe("1:0:2:3:4:5:6:7/128");
  });

  test("are nothing else than an IPv6 address and a prefix length", () => {
    const strange = [
      "",
      "/64",
      "10.0.0.0/8",
      "::ffff:1.2.3.4/96",
      "fe80::1%eth0/64",
      "2001:db8::",
      "2001:db8::/",
    ];
    const more = [
      "2001:db8::/129",
      "2001:db8::/064",
      "2001:db8::/-1",
      "2001:db8::/64 ",
      " ::/0",
      "[::]/0",
      "1:2/3",
    ];
    const last = [
      "::1::/64",
      "12345::/64",
      "2001:db8::/6.4",
      "a:b:c:d:e:f:1:2:3/64",
      "::/64/64",
      "::/1e1",
      "::\n/64",
    ];
    for (const text of [...strange, ...more, ...last]) expect(parseIpv6Range(text), text).toBeUndefined();
  });

  test("go to text and back", () => {
    fc.assert(
      fc.property(anyAddress, fc.integer({ min: 0, max: 128 }), (address, length) => {
        const range = rangeAround(address, length);
        expect(parseIpv6Range(formatIpv6Range(range))).toEqual(range);
        expect(range.first <= address && address <= lastAddress(range)).toBe(true);
      }),
    );
  });

  test("are never found in arbitrary text by an exception", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:./%]{0,45}$/)), (text) => {
        parseIpv6Range(text);
        const address = parseIpv6Address(text);
        if (address !== undefined) expect(parseIpv6Address(formatIpv6Address(address))).toBe(address);
      }),
    );
  });
});
