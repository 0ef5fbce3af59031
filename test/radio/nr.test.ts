import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatMhz } from "../../src/radio/frequency.ts";
import {
  checkChannelRaster,
  findNrBand,
  findNrDlFrequency,
  isWithin,
  pairUlNrArfcn,
} from "../../src/radio/nr.ts";
import { findNrArfcn, getNrFrequency, lastNrArfcn } from "../../src/radio/nr-arfcn.ts";
import { type NrBand, nrBands } from "../../src/radio/nr-bands.ts";
import { nrChannelRasters } from "../../src/radio/nr-channel-raster.ts";

const channel = fc
  .constantFrom(...nrChannelRasters.filter(({ downlink }) => downlink))
  .chain(({ band, downlink }) => {
    if (!downlink) throw new Error("no downlink");
    const { first, step, last } = downlink;
    return fc
      .integer({ min: 0, max: Math.floor((last - first) / step) })
      .map((i) => ({ band: bandOf(band), nrArfcn: first + i * step }));
  });

describe("NR channel numbers", () => {
  test.each([
    [0, 0],
    [422000, 2110000],
    [599999, 2999995],
    [600000, 3000000],
    [2016666, 24249990],
    [2016667, 24250080],
    [3279165, 99999960],
  ])("NR-ARFCN %i is at %i kHz", (nrArfcn, frequency) => {
    expect(getNrFrequency(nrArfcn)).toBe(frequency);
    expect(findNrArfcn(frequency)).toBe(nrArfcn);
  });

  test("numbers and frequencies outside the global raster have no counterpart", () => {
    for (const nrArfcn of [-1, lastNrArfcn + 1, 1.5, Number.NaN])
      expect(getNrFrequency(nrArfcn)).toBeUndefined();
    for (const khz of [-5, 3, 3000005, 24250000, 24250100, 100000020])
      expect(findNrArfcn(khz)).toBeUndefined();
  });

  test("a number goes to its frequency and back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: lastNrArfcn }), (nrArfcn) => {
        const frequency = getNrFrequency(nrArfcn);
        expect(frequency === undefined ? undefined : findNrArfcn(frequency)).toBe(nrArfcn);
      }),
    );
  });
});

describe("NR carriers in bands", () => {
  test("every channel of every band's raster is in the band and on its raster", () => {
    fc.assert(
      fc.property(channel, ({ band, nrArfcn }) => {
        expect(findNrDlFrequency(band, nrArfcn).ok).toBe(true);
        expect(checkChannelRaster(band, "downlink", nrArfcn)).toBe(true);
      }),
    );
  });

  test("a pair keeps the distance from the band's start, and TDD keeps the number", () => {
    fc.assert(
      fc.property(channel, ({ band, nrArfcn }) => {
        const pair = pairUlNrArfcn(band, nrArfcn);
        const { uplink, downlink } = band;
        const centre = getNrFrequency(nrArfcn);
        if (downlink === null || centre === undefined) throw new Error("no downlink");
        const wanted = uplink && uplink.low + centre - downlink.low;
        expect(pair.ok).toBe(uplink !== null && wanted !== null && isWithin(uplink, wanted));
        if (!pair.ok) return;
        expect(getNrFrequency(pair.value)).toBe(wanted);
        if (band.duplex === "TDD") expect(pair.value).toBe(nrArfcn);
      }),
    );
  });

  test.each([
    [7, 537200, 513200],
    [66, 431000, 351000],
    [28, 155600, 144600],
    [74, 300300, 290700],
    [40, 470400, 470400],
    [258, 2016667, 2016667],
  ])("in n%i, %i pairs with %i", (band, nrArfcn, pair) => {
    expect(pairUlNrArfcn(bandOf(band), nrArfcn)).toEqual({ ok: true, value: pair });
  });

  test("bands without uplink, pairs outside it, bands without downlink and strange bands are refused", () => {
    expect(pairUlNrArfcn(bandOf(75), 290000)).toMatchObject({
      ok: false,
      what: "n75 has no uplink to pair with NR-ARFCN 290000",
    });
    expect(pairUlNrArfcn(bandOf(66), 437000)).toMatchObject({
      ok: false,
      what: "the uplink that pairs with NR-ARFCN 437000, 1785 MHz, is outside the uplink of n66",
      expected: "a downlink of 2110 to 2180 MHz, or ul_nr_arfcn in 1710 to 1780 MHz",
    });
    expect(findNrDlFrequency(bandOf(80), 342000).ok).toBe(false);
    expect(findNrBand(4).ok).toBe(false);
  });

  test("a number outside its band is refused with the band's limits and the bands it is in", () => {
    expect(findNrDlFrequency(bandOf(78), 470400)).toEqual({
      ok: false,
      what: "NR-ARFCN 470400 (2352 MHz) is outside the downlink of n78",
      expected: "3300 to 3800 MHz; 2352 MHz is in n30, n40",
    });
    expect(findNrDlFrequency(bandOf(78), lastNrArfcn + 1)).toMatchObject({
      ok: false,
      expected: "0 to 3279165",
    });
  });

  test("a number off the band's raster is refused with the numbers that are on it", () => {
    expect(checkChannelRaster(bandOf(1), "downlink", 422010)).toBe("422000 to 434000 in steps of 20");
    expect(checkChannelRaster(bandOf(90), "downlink", 499201)).toBe(
      "499200 to 537999 in steps of 3, or 499200 to 537996 in steps of 6, or 499200 to 538000 in steps of 20",
    );
  });

  test("kHz are written as MHz without trailing zeros", () => {
    expect([2110000, 1844900, 24250080, 5, 0, -12340].map(formatMhz)).toEqual([
      "2110",
      "1844.9",
      "24250.08",
      "0.005",
      "0",
      "-12.34",
    ]);
  });
});

function bandOf(band: number): NrBand {
  const found = nrBands.find((row) => row.band === band);
  if (!found) throw new Error(`n${band} is missing`);
  return found;
}
