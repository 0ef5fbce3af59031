/** Where the synchronisation signal block (SSB) of an NR carrier goes: TS 38.104 section 5.4.3. */
import { type Answer, answer, refusal } from "./answer.ts";
import { formatMhz } from "./frequency.ts";
import { getGscnFrequency } from "./gscn.ts";
import { isWithin } from "./nr.ts";
import { findNrArfcn } from "./nr-arfcn.ts";
import type { NrBand } from "./nr-bands.ts";
import { type NrSyncRaster, nrSyncRasters } from "./nr-sync-raster.ts";

/** An SSB is 20 resource blocks wide: TS 38.211 section 7.4.3.1. */
export const ssbSubcarriers = 240;

/** Frequency in kHz; `spacing` in kHz is that of the raster which the point was taken from. */
export type Ssb = { readonly nrArfcn: number; readonly frequency: number; readonly spacing: number };

/**
 * The SSB of a carrier whose centre is at `centre` kHz: of the sync raster's points for the band, those of the
 * largest spacing that lie in the band and a whole number of sub-carriers from the centre; the nearest, the
 * lower on a tie; the next spacing where there is none. `bandwidth` is the channel's in MHz, and null where it
 * is not known, as of a neighbour's cell: then the row for the widest channels counts. Refused: no point at any
 * spacing.
 */
export function chooseSsb(band: NrBand, centre: number, bandwidth: number | null): Answer<Ssb> {
  const rasters = getRasters(band, bandwidth ?? widest);
  const spacings = [...new Set(rasters.map(({ spacing }) => spacing))].sort((a, b) => b - a);
  for (const spacing of spacings) {
    const frequency = findNearestPoint(band, rasters, spacing, centre);
    const nrArfcn = frequency === undefined ? undefined : findNrArfcn(frequency);
    if (frequency !== undefined && nrArfcn !== undefined) return answer({ nrArfcn, frequency, spacing });
  }
  return refusal(
    `no point of the sync raster of n${band.band} lies a whole number of sub-carriers from ${formatMhz(centre)} MHz`,
    "another NR-ARFCN or band, or ssb_nr_arfcn (TS 38.104 table 5.4.3.3-1)",
  );
}

/**
 * The spacing of the sync raster that has an SSB at `frequency` kHz, the largest where several have; null where
 * the frequency is not on the band's raster for that bandwidth. With `centre`, in kHz, only where the point lies a
 * whole number of sub-carriers from it.
 */
export function findSsbSpacing(
  band: NrBand,
  frequency: number,
  bandwidth: number | null,
  centre = frequency,
): number | null {
  const spacings = getRasters(band, bandwidth)
    .filter(({ gscns }) => gscns.some((gscn) => getGscnFrequency(gscn) === frequency))
    .map(({ spacing }) => spacing)
    .filter((spacing) => (frequency - centre) % spacing === 0);
  return spacings.length === 0 ? null : Math.max(...spacings);
}

/** The bandwidth from which on the channels of a band have the row of {@link chooseSsb} for the widest, MHz; 0: all. */
export function getWidestRowBandwidth(band: NrBand, spacing: number): number {
  const rows = getRasters(band, widest).filter((row) => row.spacing === spacing);
  return Math.max(0, ...rows.map(({ fromBandwidth }) => fromBandwidth));
}

/** Wider than any channel, MHz. */
const widest = Number.MAX_VALUE;

function getRasters(band: NrBand, bandwidth: number | null): NrSyncRaster[] {
  return nrSyncRasters.filter(
    (row) =>
      row.band === band.band &&
      (bandwidth === null || (row.fromBandwidth <= bandwidth && bandwidth < row.belowBandwidth)),
  );
}

/** Loops instead of lists: a band has hundreds of points, and an instance a thousand cells. */
function findNearestPoint(
  { downlink }: NrBand,
  rasters: readonly NrSyncRaster[],
  spacing: number,
  centre: number,
): number | undefined {
  let best: number | undefined;
  for (const row of rasters) {
    if (row.spacing !== spacing) continue;
    for (const gscn of row.gscns) {
      const point = getGscnFrequency(gscn);
      if (point === undefined || (point - centre) % spacing !== 0) continue;
      if (downlink === null || !isWithin(downlink, point)) continue;
      if (best === undefined || isNearer(centre, point, best)) best = point;
    }
  }
  return best;
}

function isNearer(centre: number, point: number, best: number): boolean {
  const distance = Math.abs(point - centre) - Math.abs(best - centre);
  return distance < 0 || (distance === 0 && point < best);
}
