/** Global synchronisation channel numbers: TS 38.104 section 5.4.3.1, table 5.4.3.1-1. */

/**
 * The last GSCN of the table's formulas that are used here; entries above it (the 100 kHz raster of narrow
 * carriers) follow another one.
 */
export const lastGscn = 26639;

/** Where SS_REF leaves the raster of 1.2 MHz for 1.44 MHz, and that for 17.28 MHz. */
const from3Ghz = { gscn: 7499, frequency: 3000000, step: 1440 };
const from24Ghz = { gscn: 22256, frequency: 24250080, step: 17280 };

/** SS_REF of a GSCN, kHz; undefined below 2 and above {@link lastGscn}. */
export function getGscnFrequency(gscn: number): number | undefined {
  if (!Number.isInteger(gscn) || gscn < 2 || gscn > lastGscn) return undefined;
  if (gscn < from3Ghz.gscn) return getFrequencyBelow3Ghz(gscn);
  const { gscn: first, frequency, step } = gscn < from24Ghz.gscn ? from3Ghz : from24Ghz;
  return frequency + step * (gscn - first);
}

/** GSCN = 3N + (M − 3)/2 at N·1200 + M·50 kHz with M of 1, 3, 5: the remainder of GSCN + 1 tells M. */
function getFrequencyBelow3Ghz(gscn: number): number {
  const n = Math.floor((gscn + 1) / 3);
  const m = 2 * (gscn - 3 * n) + 3;
  return 1200 * n + 50 * m;
}
