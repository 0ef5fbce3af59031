/** Where the values of a Site came from. */

/** Where a value came from, for `ors explain`. */
export type Origin =
  | { readonly kind: "given"; readonly path: readonly (string | number)[] }
  /** `of` says whose default: `lopcomm`, `cells`, `tdd`. */
  | { readonly kind: "default"; readonly of: string }
  /** `rule` says how: `paired with dl_earfcn by equal distance from the band's start (TS 36.104 §5.7.3)`. */
  | { readonly kind: "computed"; readonly rule: string };

/** Parameter name (`ul_earfcn`, `cpri_link.rx_delay`) or Site name (`rf_port`) to origin, in display order. */
export type Origins = Readonly<Record<string, { readonly value: unknown; readonly origin: Origin }>>;
