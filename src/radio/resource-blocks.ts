/** How many resource blocks a channel bandwidth holds. */

/** E-UTRA, by bandwidth in MHz: TS 36.104 table 5.6-1. */
const eutra: ReadonlyMap<number, number> = new Map([
  [1.4, 6],
  [3, 15],
  [5, 25],
  [10, 50],
  [15, 75],
  [20, 100],
]);

/** The channel of a standalone NB-IoT carrier, MHz: TS 36.104 section 5.6. */
export const nbIotBandwidth = 0.2;

/** NR, by sub-carrier spacing in kHz and bandwidth in MHz: TS 38.104 tables 5.3.2-1, 5.3.2-2 and 5.3.2-3. */
const nr: Readonly<Record<"fr1" | "fr2", ReadonlyMap<number, readonly (readonly [number, number])[]>>> = {
  // biome-ignore format: a spacing of the table is a block
  fr1: new Map([
    [15, [[3, 15], [5, 25], [10, 52], [15, 79], [20, 106], [25, 133], [30, 160], [35, 188], [40, 216], [45, 242], [50, 270]]],
    [30, [[5, 11], [10, 24], [15, 38], [20, 51], [25, 65], [30, 78], [35, 92], [40, 106], [45, 119], [50, 133], [60, 162], [70, 189], [80, 217], [90, 245], [100, 273]]],
    [60, [[10, 11], [15, 18], [20, 24], [25, 31], [30, 38], [35, 44], [40, 51], [45, 58], [50, 65], [60, 79], [70, 93], [80, 107], [90, 121], [100, 135]]],
  ]),
  // biome-ignore format: a spacing of the table is a block
  fr2: new Map([
    [60, [[50, 66], [100, 132], [200, 264]]],
    [120, [[50, 32], [100, 66], [200, 132], [400, 264]]],
    [480, [[400, 66], [800, 124], [1600, 248]]],
    [960, [[400, 33], [800, 62], [1600, 124], [2000, 148]]],
  ]),
};

/** The first operating band of frequency range 2: TS 38.104 table 5.2-2. */
const firstFr2Band = 257;

/** Resource blocks of an E-UTRA channel; undefined for a bandwidth that E-UTRA has not. */
export function getEutraResourceBlocks(bandwidth: number): number | undefined {
  return eutra.get(bandwidth);
}

/** Resource blocks of an NR channel; undefined for a bandwidth and spacing that do not go together. */
export function getNrResourceBlocks(band: number, bandwidth: number, spacing: number): number | undefined {
  const bySpacing = nr[band < firstFr2Band ? "fr1" : "fr2"].get(spacing);
  return bySpacing?.find(([mhz]) => mhz === bandwidth)?.[1];
}

/** The bandwidths in MHz that a spacing in kHz has in the frequency range of a band. */
export function getNrBandwidths(band: number, spacing: number): readonly number[] {
  return (nr[band < firstFr2Band ? "fr1" : "fr2"].get(spacing) ?? []).map(([mhz]) => mhz);
}

/** The bandwidths of E-UTRA, MHz. */
export const eutraBandwidths: readonly number[] = [...eutra.keys()];
