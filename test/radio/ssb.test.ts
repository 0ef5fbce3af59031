import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { getGscnFrequency, lastGscn } from "../../src/radio/gscn.ts";
import { isWithin } from "../../src/radio/nr.ts";
import { getNrFrequency } from "../../src/radio/nr-arfcn.ts";
import { type NrBand, nrBands } from "../../src/radio/nr-bands.ts";
import { nrChannelRasters } from "../../src/radio/nr-channel-raster.ts";
import { nrSyncRasters } from "../../src/radio/nr-sync-raster.ts";
import { chooseSsb, findSsbSpacing, getWidestRowBandwidth } from "../../src/radio/ssb.ts";

describe("GSCN", () => {
  test.each([
    [2, 1250],
    [3, 1350],
    [4, 1450],
    [7498, 2999050],
    [7499, 3000000],
    [22255, 24248640],
    [22256, 24250080],
    [26639, 99988320],
  ])("%i is at %i kHz", (gscn, frequency) => {
    expect(getGscnFrequency(gscn)).toBe(frequency);
  });

  test("has no frequency below 2 and above the last", () => {
    for (const gscn of [0, 1, lastGscn + 1, 41638, 2.5]) expect(getGscnFrequency(gscn)).toBeUndefined();
  });

  test("rises with the frequency", () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: lastGscn }), (gscn) => {
        expect(getGscnFrequency(gscn)).toBeGreaterThan(
          getGscnFrequency(gscn - 1) ?? Number.POSITIVE_INFINITY,
        );
      }),
    );
  });
});

describe("the SSB of a carrier", () => {
  test.each([
    [40, 470400, 20, 470430, 30],
    [74, 300300, 15, 300270, 15],
    [38, 520000, null, 520090, 30],
    [78, 630000, 40, 629952, 30],
    [7, 537200, 20, 537170, 15],
    [41, 523020, 10, 522990, 30],
    [28, 155600, 10, 155570, 15],
    [77, 650000, 20, 650016, 30],
  ])("in n%i around %i (%s MHz) is %i at %i kHz", (band, nrArfcn, bandwidth, ssb, spacing) => {
    expect(chooseSsb(bandOf(band), khz(nrArfcn), bandwidth)).toEqual({
      ok: true,
      value: { nrArfcn: ssb, frequency: khz(ssb), spacing },
    });
  });

  test("is a point of the band's raster, in the band, whole sub-carriers away, and none of its spacing is nearer", () => {
    fc.assert(
      fc.property(carrier, ({ band, nrArfcn, bandwidth }) => {
        const centre = khz(nrArfcn);
        const ssb = chooseSsb(band, centre, bandwidth);
        if (!ssb.ok) return;
        const { frequency, spacing } = ssb.value;
        expect(khz(ssb.value.nrArfcn)).toBe(frequency);
        expect((frequency - centre) % spacing === 0).toBe(true);
        expect(band.downlink !== null && isWithin(band.downlink, frequency)).toBe(true);
        expect(findSsbSpacing(band, frequency, bandwidth)).toBeGreaterThanOrEqual(spacing);
        const points = pointsOf(band, spacing, bandwidth).filter((point) => (point - centre) % spacing === 0);
        expect(points).toContain(frequency);
        const nearest = Math.min(...points.map((point) => Math.abs(point - centre)));
        expect(Math.abs(frequency - centre)).toBe(nearest);
        if (points.includes(centre - nearest)) expect(frequency).toBe(centre - nearest);
      }),
    );
  });

  test("takes the largest spacing that has a point", () => {
    fc.assert(
      fc.property(carrier, ({ band, nrArfcn, bandwidth }) => {
        const centre = khz(nrArfcn);
        const ssb = chooseSsb(band, centre, bandwidth);
        const spacings = nrSyncRasters.filter((row) => row.band === band.band).map(({ spacing }) => spacing);
        const reached = ssb.ok ? ssb.value.spacing : 0;
        for (const spacing of spacings.filter((larger) => larger > reached)) {
          const points = pointsOf(band, spacing, bandwidth);
          expect(points.filter((point) => (point - centre) % spacing === 0)).toEqual([]);
        }
      }),
    );
  });

  test("goes by the row of the bandwidth in n79 and n90", () => {
    const n79 = bandOf(79);
    const wide = chooseSsb(n79, khz(700000), 40);
    const narrow = chooseSsb(n79, khz(700000), 30);
    expect(wide.ok && narrow.ok).toBe(true);
    if (!wide.ok || !narrow.ok) return;
    expect(Math.abs(wide.value.frequency - khz(700000))).toBeGreaterThan(
      Math.abs(narrow.value.frequency - khz(700000)),
    );
    expect(chooseSsb(n79, khz(700000), null)).toEqual(wide);
    expect(wide.value.nrArfcn).toBe(700320);
    expect(chooseSsb(n79, khz(720000), null)).toMatchObject({ value: { nrArfcn: 720288 } });
    expect(getWidestRowBandwidth(n79, 30)).toBe(40);
    expect(getWidestRowBandwidth(bandOf(78), 30)).toBe(0);
    expect(findSsbSpacing(bandOf(90), gscn(6245), 5)).toBe(15);
    expect(findSsbSpacing(bandOf(90), gscn(6245), 10)).toBeNull();
  });

  test("is refused where the band has no raster or no point fits", () => {
    expect(chooseSsb(bandOf(106), khz(187500), 5)).toMatchObject({
      ok: false,
      what: "no point of the sync raster of n106 lies a whole number of sub-carriers from 937.5 MHz",
    });
    expect(chooseSsb(bandOf(54), khz(334040), 5).ok).toBe(false);
  });
});

const carrier = fc
  .constantFrom(...nrChannelRasters.filter(({ downlink }) => downlink))
  .chain(({ band, downlink }) => {
    if (!downlink) throw new Error("no downlink");
    const { first, step, last } = downlink;
    return fc.record({
      band: fc.constant(bandOf(band)),
      nrArfcn: fc.integer({ min: 0, max: Math.floor((last - first) / step) }).map((i) => first + i * step),
      bandwidth: fc.constantFrom(5, 10, 20, 40, 100, null),
    });
  });

function pointsOf(band: NrBand, spacing: number, bandwidth: number | null): number[] {
  return nrSyncRasters
    .filter((row) => row.band === band.band && row.spacing === spacing)
    .filter((row) =>
      bandwidth === null
        ? row.belowBandwidth === Number.POSITIVE_INFINITY
        : row.fromBandwidth <= bandwidth && bandwidth < row.belowBandwidth,
    )
    .flatMap(({ gscns }) => gscns.map(getGscnFrequency))
    .filter((point) => point !== undefined);
}

function bandOf(band: number): NrBand {
  const found = nrBands.find((row) => row.band === band);
  if (!found) throw new Error(`n${band} is missing`);
  return found;
}

function khz(nrArfcn: number): number {
  const frequency = getNrFrequency(nrArfcn);
  if (frequency === undefined) throw new Error(`${nrArfcn} is no NR-ARFCN`);
  return frequency;
}

function gscn(number: number): number {
  return getGscnFrequency(number) ?? Number.NaN;
}
