/** NR carriers in their bands: TS 38.104 sections 5.2 and 5.4.2. Frequencies are integers in kHz. */
import { type Answer, answer, refusal } from "./answer.ts";
import { formatMhz } from "./frequency.ts";
import { findNrArfcn, getNrFrequency, lastNrArfcn } from "./nr-arfcn.ts";
import { type NrBand, type NrLimits, nrBands } from "./nr-bands.ts";
import { type ArfcnSteps, nrChannelRasters } from "./nr-channel-raster.ts";

/** A band by its number. Refused: a number that TS 38.104 does not have. */
export function findNrBand(band: number): Answer<NrBand> {
  const found = nrBands.find((row) => row.band === band);
  return found
    ? answer(found)
    : refusal(`n${band} is no NR band`, "an operating band of TS 38.104 tables 5.2-1 and 5.2-2");
}

/**
 * Frequency in kHz of a downlink NR-ARFCN of a band. Refused: a band without downlink, a number that is no
 * NR-ARFCN, a frequency outside the band.
 */
export function findNrDlFrequency(band: NrBand, dlNrArfcn: number): Answer<number> {
  const { downlink } = band;
  if (downlink === null) {
    return refusal(
      `n${band.band} is a supplementary uplink band: it has no downlink`,
      "a band with a downlink",
    );
  }
  const frequency = getNrFrequency(dlNrArfcn);
  if (frequency === undefined) return refusal(`${dlNrArfcn} is no NR-ARFCN`, `0 to ${lastNrArfcn}`);
  return isWithin(downlink, frequency)
    ? answer(frequency)
    : refusal(
        `NR-ARFCN ${dlNrArfcn} (${formatMhz(frequency)} MHz) is outside the downlink of n${band.band}`,
        `${formatLimits(downlink)}${formatOtherBands(frequency)}`,
      );
}

/**
 * The uplink NR-ARFCN as far from the start of the band's uplink as the downlink one from the downlink's; the
 * same number in a TDD band. Refused: a band without uplink, a pair outside the uplink.
 */
export function pairUlNrArfcn(band: NrBand, dlNrArfcn: number): Answer<number> {
  const { uplink, downlink } = band;
  const dlFrequency = findNrDlFrequency(band, dlNrArfcn);
  if (!dlFrequency.ok) return dlFrequency;
  if (uplink === null || downlink === null) {
    return refusal(`n${band.band} has no uplink to pair with NR-ARFCN ${dlNrArfcn}`, "a band with an uplink");
  }
  const frequency = uplink.low + dlFrequency.value - downlink.low;
  const ulNrArfcn = findNrArfcn(frequency);
  return ulNrArfcn !== undefined && isWithin(uplink, frequency)
    ? answer(ulNrArfcn)
    : refusal(
        `the uplink that pairs with NR-ARFCN ${dlNrArfcn}, ${formatMhz(frequency)} MHz, is outside the uplink of n${band.band}`,
        `a downlink of ${formatMhz(downlink.low)} to ${formatMhz(downlink.low + uplink.high - uplink.low)} MHz, or ul_nr_arfcn in ${formatLimits(uplink)}`,
      );
}

/** Whether a frequency in kHz lies in one direction of a band. */
export function isWithin(limits: NrLimits, frequency: number): boolean {
  return limits.low <= frequency && frequency <= limits.high;
}

/**
 * Whether an NR-ARFCN is applicable to a band's direction (TS 38.104 section 5.4.2.3) on the raster of any
 * spacing: true, or the numbers that are, as text.
 */
export function checkChannelRaster(
  band: NrBand,
  direction: "uplink" | "downlink",
  nrArfcn: number,
): true | string {
  const steps = nrChannelRasters
    .filter((row) => row.band === band.band)
    .map((row) => row[direction])
    .filter((row) => row !== null);
  return steps.some((row) => reaches(row, nrArfcn)) || steps.map(formatSteps).join(", or ");
}

/** `2110 to 2170 MHz` */
export function formatLimits({ low, high }: NrLimits): string {
  return `${formatMhz(low)} to ${formatMhz(high)} MHz`;
}

function reaches({ first, step, last }: ArfcnSteps, nrArfcn: number): boolean {
  return first <= nrArfcn && nrArfcn <= last && (nrArfcn - first) % step === 0;
}

function formatSteps({ first, step, last }: ArfcnSteps): string {
  return step === 1 ? `${first} to ${last}` : `${first} to ${last} in steps of ${step}`;
}

function formatOtherBands(frequency: number): string {
  const bands = nrBands.filter(({ downlink }) => downlink !== null && isWithin(downlink, frequency));
  return bands.length === 0
    ? ""
    : `; ${formatMhz(frequency)} MHz is in ${bands.map(({ band }) => `n${band}`).join(", ")}`;
}
