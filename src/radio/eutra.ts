/**
 * E-UTRA channel numbers, TS 36.104 section 5.7.3: F_DL = F_DL_low + 0.1·(N_DL − N_Offs-DL) MHz, and the same
 * for the uplink. Frequencies are integers in kHz.
 */
import { type Answer, answer, refusal } from "./answer.ts";
import { type EutraBand, type EutraDirection, eutraBands } from "./eutra-bands.ts";

/** Spacing of E-UTRA channel numbers, kHz. */
const channelRaster = 100;

/** The band of a downlink EARFCN. Refused: a number outside every band's downlink. */
export function eutraBandOfDownlink(dlEarfcn: number): Answer<EutraBand> {
  const band = eutraBands.find(({ downlink }) => inside(downlink, dlEarfcn));
  return band
    ? answer(band)
    : refusal(`${dlEarfcn} is in no E-UTRA band's downlink`, "a downlink EARFCN of TS 36.104 table 5.7.3-1");
}

/** The band of an uplink EARFCN. Refused: a number outside every band's uplink. */
export function eutraBandOfUplink(ulEarfcn: number): Answer<EutraBand> {
  const band = eutraBands.find(({ uplink }) => uplink !== null && inside(uplink, ulEarfcn));
  return band
    ? answer(band)
    : refusal(`${ulEarfcn} is in no E-UTRA band's uplink`, "an uplink EARFCN of TS 36.104 table 5.7.3-1");
}

/** Centre frequency of an EARFCN in one direction of its band, kHz. */
export function eutraFrequency(direction: EutraDirection, earfcn: number): number {
  return direction.low + channelRaster * (earfcn - direction.offset);
}

/**
 * The uplink EARFCN as far from the start of its direction as the downlink one: the default TX–RX separation of
 * TS 36.104 section 5.7.4; the downlink EARFCN itself in a TDD band. Refused: a band without uplink, and a pair
 * beyond the end of a shorter uplink.
 */
export function pairedUlEarfcn(band: EutraBand, dlEarfcn: number): Answer<number> {
  const { uplink, downlink } = band;
  if (uplink === null) {
    return refusal(
      `E-UTRA band ${band.band} has no uplink to pair with EARFCN ${dlEarfcn}`,
      "a band with an uplink",
    );
  }
  const ulEarfcn = dlEarfcn - downlink.offset + uplink.offset;
  if (!inside(uplink, ulEarfcn)) {
    return refusal(
      `the uplink EARFCN that pairs with ${dlEarfcn}, ${ulEarfcn}, is outside the uplink of E-UTRA band ${band.band}`,
      `a downlink EARFCN of ${downlink.first} to ${downlink.offset + uplink.last - uplink.offset}, or ul_earfcn of ${uplink.first} to ${uplink.last}`,
    );
  }
  return answer(ulEarfcn);
}

function inside(direction: EutraDirection, earfcn: number): boolean {
  return direction.first <= earfcn && earfcn <= direction.last;
}
