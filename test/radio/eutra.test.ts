import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  eutraBandOfDownlink,
  eutraBandOfUplink,
  eutraFrequency,
  pairedUlEarfcn,
} from "../../src/radio/eutra.ts";
import { eutraBands } from "../../src/radio/eutra-bands.ts";

const channel = fc
  .constantFrom(...eutraBands)
  .chain((band) =>
    fc.integer({ min: band.downlink.first, max: band.downlink.last }).map((earfcn) => ({ band, earfcn })),
  );

describe("E-UTRA channel numbers", () => {
  test.each([
    [300, 1, 2140000],
    [3350, 7, 2680000],
    [3800, 9, 1844900],
    [6300, 20, 806000],
    [39150, 40, 2350000],
    [55540, 48, 3580000],
    [66436, 66, 2110000],
  ])("EARFCN %i is in band %i at %i kHz", (earfcn, band, frequency) => {
    const found = eutraBandOfDownlink(earfcn);
    expect(found).toMatchObject({ ok: true, value: { band } });
    if (found.ok) expect(eutraFrequency(found.value.downlink, earfcn)).toBe(frequency);
  });

  test("a number between or beyond the bands is refused", () => {
    for (const earfcn of [-1, 4950, 5009, 18000, 54540, 65535, 75786, 1e9, 0.5 + 4949]) {
      expect(eutraBandOfDownlink(earfcn).ok, String(earfcn)).toBe(false);
    }
    for (const earfcn of [0, 17999, 134342 + 100, 1e9]) expect(eutraBandOfUplink(earfcn).ok).toBe(false);
  });

  test("every downlink channel of every band is found in its band", () => {
    fc.assert(
      fc.property(channel, ({ band, earfcn }) => {
        expect(eutraBandOfDownlink(earfcn)).toEqual({ ok: true, value: band });
      }),
    );
  });

  test("a pair is as far from the start of the uplink as the downlink from its own, and in the uplink", () => {
    fc.assert(
      fc.property(channel, ({ band, earfcn }) => {
        const pair = pairedUlEarfcn(band, earfcn);
        if (!pair.ok) {
          expect(band.uplink === null || band.band === 66 || band.band === 70).toBe(true);
          return;
        }
        expect(eutraBandOfUplink(pair.value)).toEqual({ ok: true, value: band });
        if (band.uplink === null) throw new Error("a pair without uplink");
        expect(eutraFrequency(band.uplink, pair.value) - band.uplink.low).toBe(
          eutraFrequency(band.downlink, earfcn) - band.downlink.low,
        );
        if (band.duplex === "TDD") expect(pair.value).toBe(earfcn);
      }),
    );
  });

  test("bands without uplink have no pair", () => {
    const without = eutraBands.filter(({ uplink }) => uplink === null);
    expect(without.map(({ band }) => band)).toEqual([29, 32, 67, 69, 75, 76, 107, 108, 112, 113]);
    for (const band of without) {
      expect(pairedUlEarfcn(band, band.downlink.first)).toMatchObject({
        ok: false,
        what: `E-UTRA band ${band.band} has no uplink to pair with EARFCN ${band.downlink.first}`,
      });
    }
  });

  test("a pair beyond a shorter uplink is refused with the channels that have one", () => {
    const band = eutraBands.find((row) => row.band === 66);
    if (!band) throw new Error("band 66 is missing");
    expect(pairedUlEarfcn(band, 67135)).toEqual({ ok: true, value: 132671 });
    expect(pairedUlEarfcn(band, 67136)).toMatchObject({
      ok: false,
      right: "a downlink EARFCN of 66436 to 67135, or ul_earfcn of 131972 to 132671",
    });
  });
});
