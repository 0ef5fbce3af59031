import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  containsNetwork,
  formatIpv6Network,
  getLastAddress,
  getNetworkOf,
  type Ipv6Network,
  ipv6Bits,
  parseSurroundingNetwork,
} from "../../src/net/ipv6-network.ts";
import { maxPartPrefixLength, maxSubtaps } from "../../src/net/limits.ts";
import { splitRange } from "../../src/plan/split-range.ts";

/** A range in fc00::/7 or 2000::/3 of a length at which any count fits. */
const wideRange = fc
  .tuple(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), fc.integer({ min: 7, max: 116 }), fc.boolean())
  .map(([bits, length, local]) => {
    const head = local ? 0b1111110n << 121n : 0b001n << 125n;
    const mask = (1n << (local ? 121n : 125n)) - 1n;
    return getNetworkOf(head | (bits & mask), length);
  });
const count = fc.integer({ min: 1, max: maxSubtaps });

describe("the cut of a range", () => {
  test("gives parts that are disjoint, inside, of one length, after the kept one, and as many as asked", () => {
    fc.assert(
      fc.property(wideRange, count, (range, ruCount) => {
        const split = splitOf(range, ruCount);
        expect(split.parts).toHaveLength(ruCount);
        expect(split.kept.address).toBe(range.address);
        let next = range.address;
        for (const part of [split.kept, ...split.parts]) {
          expect(part.prefixLength).toBe(split.kept.prefixLength);
          expect(part.address).toBe(next);
          expect(containsNetwork(range, part)).toBe(true);
          next = getLastAddress(part) + 1n;
        }
      }),
    );
  });

  test("is the smallest power of two that holds all: twice as many as needed never", () => {
    fc.assert(
      fc.property(wideRange, count, (range, ruCount) => {
        const parts = 2 ** (splitOf(range, ruCount).kept.prefixLength - range.prefixLength);
        expect(parts).toBeGreaterThanOrEqual(ruCount + 1);
        expect(parts / 2).toBeLessThan(ruCount + 1);
      }),
    );
  });

  test("covers the whole range where the Radio Units and the slaptap make a power of two", () => {
    fc.assert(
      fc.property(wideRange, fc.integer({ min: 1, max: 10 }), (range, bits) => {
        const last = splitOf(range, 2 ** bits - 1).parts.at(-1);
        expect(last && getLastAddress(last)).toBe(getLastAddress(range));
      }),
    );
  });

  test("reaches parts of /126 and no further", () => {
    const range = (length: number) => parse(`2001:db8::/${length}`);
    expect(splitOf(range(124), 3).parts.map(formatIpv6Network)).toEqual([
      "2001:db8::4/126",
      "2001:db8::8/126",
      "2001:db8::c/126",
    ]);
    expect(splitRange(range(124), 4)).toEqual({
      what: "2001:db8::/124 is too small for 4 CPRI Radio Units: with the slaptap's own they need 8 parts, and a part is a /126 at least",
      right: "a range of /123 or larger",
    });
    expect(splitRange(range(ipv6Bits), 2)).toMatchObject({
      right: `a range of /${maxPartPrefixLength - 2} or larger`,
    });
  });

  test("is refused outside of what the trampoline takes", () => {
    for (const range of ["fe80::/64", "::/8", "ff00::/8", "4000::/3", "2000::/2", "fc00::/6"]) {
      expect(splitRange(parse(range), 2), range).toMatchObject({
        right: "a range inside 2000::/3 or fc00::/7",
      });
    }
    for (const range of ["2000::/3", "3fff:ffff::/64", "fc00::/7", "fdff::/64"]) {
      expect("what" in splitRange(parse(range), 2), range).toBe(false);
    }
  });
});

function splitOf(range: Ipv6Network, ruCount: number) {
  const split = splitRange(range, ruCount);
  if ("what" in split) throw new Error(split.what);
  return split;
}

function parse(text: string): Ipv6Network {
  const range = parseSurroundingNetwork(text);
  if (!range) throw new Error(`${text} is no range`);
  return range;
}
