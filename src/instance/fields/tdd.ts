/** The choices of `tdd_ul_dl_config`; the first of each list is the default. */

/** `uldl_config` is the configuration of TS 36.211 table 4.2-2. */
export const lteTddChoices = [
  { choice: "[Configuration 2] 5ms 2UL 6DL (default)", uldlConfig: 2 },
  { choice: "[Configuration 6] 5ms 5UL 3DL (maximum uplink)", uldlConfig: 6 },
] as const;

export const nrTddChoices = [
  "5ms 2UL 7DL 4/6 (default)",
  "2.5ms 1UL 3DL 2/10",
  "5ms 8UL 1DL 2/10 (EXPERIMENTAL maximum uplink)",
  "5ms 6UL 3DL 10/2 (high uplink)",
] as const;

export type NrTddChoice = (typeof nrTddChoices)[number];
