/** Levels of coverage enhancement of an NB-IoT cell (TS 36.300 §10.1.4): the worse it is heard, the more repetitions. */

/** A setting of `coverage_levels` with its value at each level, the best first; null where a level has none. */
type Row = readonly [setting: string, values: readonly [number | null, number | null, number | null]];

// biome-ignore format: a setting is a line
const rows: readonly Row[] = [
  ["nprach_detect_threshold", [40, null, null]],
  ["npdcch_ra_n_rep", [1, 4, 16]],
  ["npdsch_ra_n_rep", [1, 4, 8]],
  ["npdsch_ra_i_tbs", [3, 3, 1]],
  ["ul_sc_spacing", [1, 1, 1]],
  ["msg3_n_sc", [1, 1, 1]],
  ["msg3_single_tone_mcs", [2, 1, 0]],
  ["msg3_n_rep", [1, 4, 8]],
  ["npdcch_paging_n_rep", [1, 4, 8]],
  ["npdsch_paging_i_tbs", [4, 3, 1]],
  ["npdsch_paging_n_rep", [1, 4, 8]],
  ["npdcch_uss_n_rep_max", [8, 16, 32]],
  ["npdcch_uss_n_rep", [1, 4, 16]],
  ["npdcch_uss_start_sf", [4, 2, 1.5]],
  ["npdcch_uss_offset", [0, 0, 0]],
  ["npdsch_i_tbs", [5, 4, 1]],
  ["npdsch_n_rep", [1, 4, 8]],
  ["npusch_n_sc", [12, 3, 1]],
  ["npusch_single_tone_i_tbs", [4, 4, 1]],
  ["npusch_multi_tone_i_tbs", [4, 4, null]],
  ["npusch_n_rep", [1, 4, 16]],
  ["npusch_an_n_rep", [null, 4, 8]],
  ["inactivity_timer", [null, 20000, 50000]],
];

/** The settings of each level that a cell has: all three, or the first. */
export function getCoverageLevels(all: boolean): readonly (readonly (readonly [string, number])[])[] {
  return (all ? ([0, 1, 2] as const) : ([0] as const)).map((level) =>
    rows.flatMap(([setting, values]) => {
      const value = values[level];
      return value === null ? [] : [[setting, value] as const];
    }),
  );
}
