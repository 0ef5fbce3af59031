/** The split of a SlapOS TAP among CPRI Radio Units; what `plan.json` holds. */
export type TapPlan = {
  /** Null where the node gives no TAP. */
  readonly slaptap: string | null;
  /** A network without host bits; null where the node gives no TAP. */
  readonly range: string | null;
  readonly taps: readonly PlannedTap[];
};

export type PlannedTap = {
  /** `<slaptap>-<i>`, or the slaptap's own name where one Radio Unit has it alone. */
  readonly name: string;
  /** Reference of the Radio Unit. */
  readonly ru: string;
  readonly network: string;
  /** The Radio Unit's address. */
  readonly gateway: string;
  /** The host's address. */
  readonly addr: string;
};
