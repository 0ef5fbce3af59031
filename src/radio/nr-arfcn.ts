/** The global frequency raster of NR: TS 38.104 section 5.4.2.1, table 5.4.2.1-1. */

/** The first NR-ARFCN of each range with its frequency and step, kHz. */
const ranges = [
  { first: 2016667, low: 24250080, step: 60 },
  { first: 600000, low: 3000000, step: 15 },
  { first: 0, low: 0, step: 5 },
] as const;

export const lastNrArfcn = 3279165;

/** Frequency of an NR-ARFCN, kHz; undefined outside 0 to {@link lastNrArfcn}. */
export function getNrFrequency(nrArfcn: number): number | undefined {
  if (!Number.isInteger(nrArfcn) || nrArfcn > lastNrArfcn) return undefined;
  const range = ranges.find(({ first }) => first <= nrArfcn);
  return range && range.low + range.step * (nrArfcn - range.first);
}

/** NR-ARFCN of a frequency in kHz; undefined where the frequency is not on the global raster. */
export function findNrArfcn(frequency: number): number | undefined {
  const range = ranges.find(({ low }) => low <= frequency);
  if (!range || (frequency - range.low) % range.step !== 0) return undefined;
  const nrArfcn = range.first + (frequency - range.low) / range.step;
  return getNrFrequency(nrArfcn) === frequency ? nrArfcn : undefined;
}
