/** What a soak is asked for: the same order does the same again. */
export type Order = {
  readonly seed: number;
  /** How many runs, requests or trials; what one is each soak says. */
  readonly count: number;
};

/** What became of it. */
export type Result = {
  readonly passed: number;
  /** A text for each that failed, with all that is needed to do it again. */
  readonly failures: readonly string[];
  /** What was measured, a line each. */
  readonly figures: readonly string[];
};
