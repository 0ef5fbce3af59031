/** How an LTE cell gets acknowledgements for several carriers at once (TS 36.213 §10.1). */
import type { LteCell } from "../../site/site.ts";

/** By the number of other LTE cells, whatever the duplex. */
export const carrierAggregation = {
  none: null,
  /** PUCCH format 1b with channel selection: two carriers. */
  cs: { mode: "cs", n1PucchAnCsCount: 8, n3PucchAnNRb: null },
  pucch3: { mode: "pucch3", n1PucchAnCsCount: null, n3PucchAnNRb: 3 },
} as const satisfies Record<LteCell["carrierAggregation"], object | null>;
