import { describe, expect, test } from "vitest";
import { eutraBands } from "../../src/radio/eutra-bands.ts";
import { nrBands } from "../../src/radio/nr-bands.ts";
import { nrChannelRasters } from "../../src/radio/nr-channel-raster.ts";
import { nrSyncRasters } from "../../src/radio/nr-sync-raster.ts";

describe("the band tables", () => {
  test("have as many rows as the specifications", () => {
    expect(eutraBands).toHaveLength(73);
    expect(nrBands).toHaveLength(77);
    expect(nrChannelRasters).toHaveLength(93);
    expect(nrSyncRasters).toHaveLength(85);
  });

  test("hold each band once, and rasters of bands that exist only", () => {
    expect(new Set(eutraBands.map(({ band }) => band)).size).toBe(eutraBands.length);
    const bands = new Set(nrBands.map(({ band }) => band));
    expect(bands.size).toBe(nrBands.length);
    expect(new Set(nrChannelRasters.map(({ band }) => band))).toEqual(bands);
    for (const { band } of nrSyncRasters) expect(bands).toContain(band);
  });

  test("hold whole kHz and increasing numbers", () => {
    for (const { downlink, uplink } of eutraBands) {
      for (const direction of [downlink, uplink]) {
        if (direction === null) continue;
        expect(Number.isInteger(direction.low)).toBe(true);
        expect(direction.first).toBeGreaterThanOrEqual(direction.offset);
        expect(direction.last).toBeGreaterThan(direction.first);
      }
    }
    for (const { uplink, downlink } of nrBands) {
      for (const limits of [uplink, downlink]) if (limits) expect(limits.high).toBeGreaterThan(limits.low);
      expect(uplink ?? downlink).not.toBeNull();
    }
    for (const { gscns } of nrSyncRasters) {
      expect(gscns.length).toBeGreaterThan(0);
      expect([...gscns].sort((a, b) => a - b)).toEqual(gscns);
    }
  });

  test("give TDD bands the same frequencies both ways", () => {
    for (const { duplex, uplink, downlink } of [...eutraBands, ...nrBands]) {
      if (duplex === "TDD") expect(uplink).toEqual(downlink);
    }
  });

  test("end every row of GSCNs on its last number", () => {
    const last = (band: number, spacing: number) =>
      nrSyncRasters
        .filter((row) => row.band === band && row.spacing === spacing)
        .map(({ gscns }) => gscns.at(-1));
    expect(last(41, 15)).toEqual([6717]);
    expect(last(79, 30)).toEqual([8880, 8884]);
    expect(last(104, 30)).toEqual([10358]);
    expect(last(263, 960)).toEqual([24954]);
  });
});
