import { expect, test } from "vitest";
import { family } from "../../src/net/address-family.ts";
import { formatIpBytes, getUnspecifiedAddress } from "../../src/net/format-ip.ts";
import { containsNetwork, formatIpv6Network, isSameNetwork } from "../../src/net/ipv6-network.ts";
import { permittedRanges } from "../../src/net/limits.ts";

test("subtaps get global unicast and unique local addresses", () => {
  expect(permittedRanges.map(formatIpv6Network)).toEqual(["2000::/3", "fc00::/7"]);
});

test("a default route's destination is its family's unspecified address", () => {
  expect(getUnspecifiedAddress(family.IPV6)).toBe("::");
  expect(getUnspecifiedAddress(family.IPV4)).toBe("0.0.0.0");
});

test("an address of another length than its family's is printed as what it is", () => {
  const bytes = Buffer.from("00112233445566778899aabbccddeeff0011", "hex");
  expect(formatIpBytes(family.IPV6, bytes, 2, 18)).toBe("2233:4455:6677:8899:aabb:ccdd:eeff:11");
  expect(formatIpBytes(family.IPV6, bytes, 0, 4)).toBe("0x00112233");
  expect(formatIpBytes(family.IPV4, bytes, 1, 5)).toBe("17.34.51.68");
  expect(formatIpBytes(family.IPV4, bytes, 0, 16)).toBe("0x00112233445566778899aabbccddeeff");
  expect(formatIpBytes(7, bytes, 0, 4)).toBe("0x00112233");
});

test("a network contains itself and its parts, and is the same only with the same address and length", () => {
  const whole = { address: 0xfdn << 120n, prefixLength: 8 };
  const part = { ...whole, prefixLength: 9 };
  const other = { address: 0x1fbn << 119n, prefixLength: 9 };
  expect(containsNetwork(whole, whole)).toBe(true);
  expect(containsNetwork(whole, other)).toBe(true);
  expect(containsNetwork(part, whole)).toBe(false);
  expect(containsNetwork(part, other)).toBe(false);
  expect([isSameNetwork(part, part), isSameNetwork(part, whole), isSameNetwork(part, other)]).toEqual([
    true,
    false,
    false,
  ]);
});
