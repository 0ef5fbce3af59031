/** How an LTE cell gets acknowledgements for several carriers at once (TS 36.213 §10.1), and reports of their quality. */
import type { LteCell } from "../../site/site.ts";

/** By the number of other LTE cells, whatever the duplex. */
export const carrierAggregation = {
  none: null,
  /** PUCCH format 1b with channel selection: two carriers. */
  cs: { mode: "cs", n1PucchAnCsCount: 8, n3PucchAnNRb: null },
  pucch3: { mode: "pucch3", n1PucchAnCsCount: null, n3PucchAnNRb: 3 },
} as const satisfies Record<LteCell["carrierAggregation"], object | null>;

/** In the 2026 layout one carrier reports periodically, several when they are asked. */
export const qualityReports = {
  none: { cqiPucchNRb: 1, cqiPeriod: 40, apCqiPeriod: null, simultaneousFormat3: false },
  cs: { cqiPucchNRb: 0, cqiPeriod: null, apCqiPeriod: 40, simultaneousFormat3: true },
  pucch3: { cqiPucchNRb: 0, cqiPeriod: null, apCqiPeriod: 40, simultaneousFormat3: false },
} as const satisfies Record<LteCell["carrierAggregation"], object>;
