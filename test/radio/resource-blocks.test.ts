import { describe, expect, test } from "vitest";
import {
  eutraBandwidths,
  getEutraResourceBlocks,
  getNrBandwidths,
  getNrResourceBlocks,
} from "../../src/radio/resource-blocks.ts";

describe("resource blocks", () => {
  test("of E-UTRA fill nine tenths of the channel, but for the narrowest", () => {
    expect(eutraBandwidths.map(getEutraResourceBlocks)).toEqual([6, 15, 25, 50, 75, 100]);
    expect(getEutraResourceBlocks(7)).toBeUndefined();
  });

  test("of NR are those of the tables", () => {
    expect(getNrResourceBlocks(78, 100, 30)).toBe(273);
    expect(getNrResourceBlocks(1, 20, 15)).toBe(106);
    expect(getNrResourceBlocks(77, 40, 60)).toBe(51);
    expect(getNrResourceBlocks(257, 400, 120)).toBe(264);
    expect(getNrResourceBlocks(78, 100, 15)).toBeUndefined();
    expect(getNrResourceBlocks(78, 100, 120)).toBeUndefined();
  });

  test("of NR never fill more than the channel", () => {
    let scanned = 0;
    for (const band of [1, 257]) {
      for (const spacing of [15, 30, 60, 120, 480, 960]) {
        for (const bandwidth of getNrBandwidths(band, spacing)) {
          const blocks = getNrResourceBlocks(band, bandwidth, spacing) ?? Number.NaN;
          expect(blocks * 12 * spacing).toBeLessThanOrEqual(bandwidth * 1000);
          expect(blocks * 12 * spacing).toBeGreaterThan(bandwidth * 780);
          scanned += 1;
        }
      }
    }
    expect(scanned).toBe(54);
  });
});
