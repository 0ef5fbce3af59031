import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type EutraChannel,
  findEutraDownlink,
  findEutraUplink,
  getEutraLimits,
  pairEutraUplink,
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
    expect(findEutraDownlink(earfcn)).toMatchObject({ ok: true, value: { band: { band }, frequency } });
  });

  test("a number between or beyond the bands is refused", () => {
    for (const earfcn of [-1, 4950, 5009, 18000, 54540, 65535, 75786, 1e9, 4949.5]) {
      expect(findEutraDownlink(earfcn).ok, String(earfcn)).toBe(false);
    }
    for (const earfcn of [0, 17999, 134442, 1e9]) expect(findEutraUplink(earfcn).ok).toBe(false);
  });

  test("every downlink channel of every band is found in its band, between its limits", () => {
    fc.assert(
      fc.property(channel, ({ band, earfcn }) => {
        const found = downlink(earfcn);
        expect(found.band).toBe(band);
        expect(found.frequency).toBeGreaterThanOrEqual(getEutraLimits(band.downlink).low);
        expect(found.frequency).toBeLessThan(getEutraLimits(band.downlink).high);
      }),
    );
  });

  test("a pair is as far from the start of the uplink as the downlink from its own, and in the uplink", () => {
    fc.assert(
      fc.property(channel, ({ band, earfcn }) => {
        const pair = pairEutraUplink(downlink(earfcn));
        if (!pair.ok) {
          expect(band.uplink === null || band.band === 66 || band.band === 70).toBe(true);
          return;
        }
        expect(findEutraUplink(pair.value.earfcn)).toEqual(pair);
        expect(pair.value.band).toBe(band);
        expect(pair.value.frequency - (band.uplink?.low ?? 0)).toBe(
          downlink(earfcn).frequency - band.downlink.low,
        );
        if (band.duplex === "TDD") expect(pair.value.earfcn).toBe(earfcn);
      }),
    );
  });

  test("bands without uplink have no pair", () => {
    const without = eutraBands.filter(({ uplink }) => uplink === null);
    expect(without.map(({ band }) => band)).toEqual([29, 32, 67, 69, 75, 76, 107, 108, 112, 113]);
    for (const {
      band,
      downlink: { first },
    } of without) {
      expect(pairEutraUplink(downlink(first))).toMatchObject({
        ok: false,
        what: `band ${band} has no uplink to pair with EARFCN ${first}`,
      });
    }
  });

  test("a pair beyond a shorter uplink is refused with the channels that have one", () => {
    expect(pairEutraUplink(downlink(67135))).toMatchObject({ ok: true, value: { earfcn: 132671 } });
    expect(pairEutraUplink(downlink(67136))).toMatchObject({
      ok: false,
      expected: "a downlink EARFCN of 66436 to 67135, or ul_earfcn of 131972 to 132671",
    });
  });

  test("the limits of a band are those of TS 36.104 table 5.5-1", () => {
    const limits = (band: number) => {
      const row = eutraBands.find((found) => found.band === band);
      return row && getEutraLimits(row.downlink);
    };
    expect(limits(1)).toEqual({ low: 2110000, high: 2170000 });
    expect(limits(9)).toEqual({ low: 1844900, high: 1879900 });
    expect(limits(66)).toEqual({ low: 2110000, high: 2200000 });
  });
});

function downlink(earfcn: number): EutraChannel {
  const found = findEutraDownlink(earfcn);
  if (!found.ok) throw new Error(found.what);
  return found.value;
}
