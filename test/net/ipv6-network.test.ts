import fc from "fast-check";
import { Address6 } from "ip-address";
import { describe, expect, test } from "vitest";
import {
  containsAddress,
  containsNetwork,
  formatIpv6Address,
  formatIpv6Network,
  getLastAddress,
  getNetworkOf,
  type Ipv6Network,
  isSameNetwork,
  parseIpv6Network,
  parseSurroundingNetwork,
} from "../../src/net/ipv6-network.ts";
import { parseIpv6Address } from "../../src/net/parse-ipv6.ts";

const anyAddress = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
const anyNetwork = fc
  .tuple(anyAddress, fc.integer({ min: 0, max: 128 }))
  .map(([address, prefixLength]) => getNetworkOf(address, prefixLength));

describe("IPv6 networks", () => {
  test("lose their host bits where an address in them is given, and are written as RFC 5952 has it", () => {
    const normal = (text: string) => {
      const network = parseSurroundingNetwork(text);
      return network && formatIpv6Network(network);
    };
    expect(normal("2401:5180:0:66:a200::1/71")).toBe("2401:5180:0:66:a200::/71");
    expect(normal("2401:5180:0:0066:A2FF:ffff:ffff:ffff/71")).toBe("2401:5180:0:66:a200::/71");
    expect(normal("2401:5180::1/56")).toBe("2401:5180::/56");
    expect(normal("::1/128")).toBe("::1/128");
    expect(normal("ffff::/0")).toBe("::/0");
    expect(normal("1:0:2:3:4:5:6:7/128")).toBe("1:0:2:3:4:5:6:7/128");
  });

  test("are read strictly where they must be without host bits", () => {
    expect(parseIpv6Network("2401:5180:0:66:a200::/71")).toEqual({
      address: 0x2401_5180_0000_0066_a200n << 48n,
      prefixLength: 71,
    });
    expect(parseIpv6Network("2401:5180:0:66:a200::1/71")).toBeUndefined();
    expect(parseIpv6Network("::1/127")).toBeUndefined();
    expect(parseIpv6Network("::1/128")).toEqual({ address: 1n, prefixLength: 128 });
  });

  test.each([
    ["", "/64", "10.0.0.0/8", "::ffff:1.2.3.4/96", "::ffff:102:304/128", "fe80::1%eth0/64", "2001:db8::"],
    ["2001:db8::/", "2001:db8::/129", "2001:db8::/064", "2001:db8::/-1", "2001:db8::/64 ", " ::/0"],
    ["[::]/0", "1:2/3", "::1::/64", "12345::/64", "2001:db8::/6.4", "a:b:c:d:e:f:1:2:3/64", "::/64/64"],
    ["::/1e1", "::\n/64", "2001:db8::/1280"],
  ])("are nothing else than an IPv6 address and a prefix length: not %j", (...texts) => {
    for (const text of texts) {
      expect(parseSurroundingNetwork(text), text).toBeUndefined();
      expect(parseIpv6Network(text), text).toBeUndefined();
    }
  });

  test("go to text and back, and have the text and the bounds that another library gives them", () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const text = formatIpv6Network(network);
        const other = new Address6(text);
        expect(parseIpv6Network(text)).toEqual(network);
        expect(other.startAddress().bigInt()).toBe(network.address);
        expect(other.endAddress().bigInt()).toBe(getLastAddress(network));
      }),
    );
  });

  test("contain what another library finds in them", () => {
    const near = fc
      .tuple(anyNetwork, anyNetwork, fc.integer({ min: 0, max: 128 }))
      .map(([a, b, length]): [Ipv6Network, Ipv6Network] => [
        a,
        getNetworkOf(a.address ^ (b.address >> 64n), length),
      ]);
    fc.assert(
      fc.property(near, ([a, b]) => {
        const [outer, inner] = [new Address6(formatIpv6Network(a)), new Address6(formatIpv6Network(b))];
        expect(containsNetwork(a, b)).toBe(inner.isInSubnet(outer));
        expect(containsAddress(a, b.address)).toBe(a.address <= b.address && b.address <= getLastAddress(a));
        expect(isSameNetwork(a, b)).toBe(formatIpv6Network(a) === formatIpv6Network(b));
        expect(isSameNetwork(a, { ...a })).toBe(true);
      }),
    );
  });

  test("are never found in arbitrary text by an exception", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f:./%]{0,45}$/)), (text) => {
        parseIpv6Network(text);
        const address = parseIpv6Address(text);
        if (address !== undefined) expect(parseIpv6Address(formatIpv6Address(address))).toBe(address);
      }),
    );
  });
});
