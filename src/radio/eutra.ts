/**
 * E-UTRA channels, TS 36.104 section 5.7.3: F_DL = F_DL_low + 0.1·(N_DL − N_Offs-DL) MHz, and the same for the
 * uplink.
 */
import { type Answer, answer, refusal } from "./answer.ts";
import { type EutraBand, type EutraDirection, eutraBands } from "./eutra-bands.ts";

/** One direction of a carrier: its channel number, and its centre in kHz. */
export type EutraChannel = { readonly band: EutraBand; readonly earfcn: number; readonly frequency: number };

/** Spacing of E-UTRA channel numbers, kHz. */
const channelRaster = 100;

/** The channel of a downlink EARFCN. Refused: a number outside every band's downlink. */
export function findEutraDownlink(earfcn: number): Answer<EutraChannel> {
  const band = eutraBands.find(({ downlink }) => hasEarfcn(downlink, earfcn));
  return band
    ? answer(makeChannel(band, band.downlink, earfcn))
    : refusal(
        `EARFCN ${earfcn} is in no E-UTRA band's downlink`,
        "a downlink EARFCN of TS 36.104 table 5.7.3-1",
      );
}

/** The channel of an uplink EARFCN. Refused: a number outside every band's uplink. */
export function findEutraUplink(earfcn: number): Answer<EutraChannel> {
  for (const band of eutraBands) {
    if (band.uplink !== null && hasEarfcn(band.uplink, earfcn))
      return answer(makeChannel(band, band.uplink, earfcn));
  }
  return refusal(
    `EARFCN ${earfcn} is in no E-UTRA band's uplink`,
    "an uplink EARFCN of TS 36.104 table 5.7.3-1",
  );
}

/**
 * The uplink as far from the start of the band's uplink as the downlink is from its own: the default TX–RX
 * separation of TS 36.104 section 5.7.4; the same channel in a TDD band. Refused: a band without uplink, and a
 * pair beyond the end of a shorter uplink.
 */
export function pairEutraUplink({ band, earfcn }: EutraChannel): Answer<EutraChannel> {
  const { uplink, downlink } = band;
  if (uplink === null) {
    return refusal(`band ${band.band} has no uplink to pair with EARFCN ${earfcn}`, "a band with an uplink");
  }
  const paired = earfcn - downlink.offset + uplink.offset;
  if (!hasEarfcn(uplink, paired)) {
    return refusal(
      `the uplink EARFCN that pairs with ${earfcn}, ${paired}, is outside the uplink of band ${band.band}`,
      `a downlink EARFCN of ${downlink.first} to ${downlink.offset + uplink.last - uplink.offset}, or ul_earfcn of ${uplink.first} to ${uplink.last}`,
    );
  }
  return answer(makeChannel(band, uplink, paired));
}

/** Limits of one direction of a band, kHz. */
export function getEutraLimits({ low, first, last }: EutraDirection): {
  readonly low: number;
  readonly high: number;
} {
  return { low, high: low + channelRaster * (last - first + 1) };
}

function makeChannel(band: EutraBand, direction: EutraDirection, earfcn: number): EutraChannel {
  return { band, earfcn, frequency: direction.low + channelRaster * (earfcn - direction.offset) };
}

function hasEarfcn(direction: EutraDirection, earfcn: number): boolean {
  return direction.first <= earfcn && earfcn <= direction.last;
}
