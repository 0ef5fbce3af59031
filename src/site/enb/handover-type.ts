/** Measurements and handover of a Site: thresholds in dBm, hysteresis and offsets in steps of 0.5 dB, times in ms. */

export type Handover = {
  /** Of the 2026 layout, as all that follows but A3. */
  readonly a1: Threshold;
  readonly a2: Threshold;
  /** The gap pattern of TS 36.133 table 8.1.2.1-1; null: none. */
  readonly gap: 0 | 1 | null;
  readonly eutraToEutra: HandoverRule;
  readonly nrToNr: HandoverRule;
  /** Null where no peer cell is of the kind that it leads to. */
  readonly eutraToNr: HandoverRule | null;
  readonly nrToEutra: HandoverRule | null;
  /** Bands of the peer cells, each once, in their order. */
  readonly peerBands: { readonly nr: readonly number[]; readonly eutra: readonly number[] };
};

export type Threshold = {
  readonly rsrp: number;
  readonly hysteresis: number;
  readonly timeToTrigger: number;
};

export type HandoverRule = {
  readonly event: HandoverEvent;
  readonly hysteresis: number;
  /** Null: the eNB's own. */
  readonly timeToTrigger: number | null;
};

/** TS 36.331 §5.5.4, TS 38.331 §5.5.4. */
export type HandoverEvent =
  | { readonly kind: "a3"; readonly offset: number }
  | { readonly kind: "a4" | "b1"; readonly threshold: number }
  | { readonly kind: "a5" | "b2"; readonly threshold1: number; readonly threshold2: number };
