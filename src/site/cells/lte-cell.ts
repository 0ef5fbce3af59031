/** An LTE cell with its defaults and computed numbers. */

import { type LteTdd, lteTddDefault } from "../../instance/fields/tdd.ts";
import type { LteCellParameters } from "../../instance/schema/cell.ts";
import { getEutraResourceBlocks } from "../../radio/resource-blocks.ts";
import { byDefault, computed, getOrigins, given, givenOr, type Resolved } from "../resolved.ts";
import type { LteCell } from "../site.ts";
import {
  getCarrierEntries,
  getIdentityEntries,
  resolveCommon,
  resolveInactivityTimer,
  type Surroundings,
} from "./cell-entries.ts";
import { explainAlgorithms, resolveOptions, resolveTtiBundling } from "./cell-options.ts";
import type { LteChannels } from "./lte-channels.ts";

/** kHz: TS 36.211 section 6.12. */
export const lteSpacing = 15;

export type LteSurroundings = Surroundings & {
  readonly channels: LteChannels;
  /** Other LTE cells of the eNB. */
  readonly otherLteCells: number;
};

export function resolveLteCell(
  reference: string,
  parameters: LteCellParameters,
  around: LteSurroundings,
): LteCell {
  const { radioUnit, rootSequenceIndex, channels } = around;
  const timer = resolveInactivityTimer(parameters);
  const nRbDl = computed(
    getEutraResourceBlocks(parameters.bandwidth) ?? 0,
    "by bandwidth (TS 36.104 table 5.6-1)",
  );
  const choice = resolveTddChoice(parameters);
  const uldlConfig = choice?.value.uldlConfig ?? null;
  const { options, origins: optionOrigins } = resolveOptions(parameters, lteSpacing);
  const bundling = resolveTtiBundling(parameters);
  const aggregation = chooseCarrierAggregation(around.otherLteCells);
  return {
    kind: "lte",
    ...resolveCommon(reference, parameters, radioUnit),
    rfMode: parameters.rf_mode,
    bandwidth: parameters.bandwidth,
    rootSequenceIndex: rootSequenceIndex.value,
    options,
    band: channels.band.value,
    dlFrequency: channels.dlFrequency.value,
    ulFrequency: channels.ulFrequency.value,
    dlEarfcn: parameters.dl_earfcn,
    ulEarfcn: channels.ulEarfcn.value,
    tac: parameters.tac,
    nRbDl: nRbDl.value,
    uldlConfig,
    carrierAggregation: aggregation,
    ttiBundling: bundling?.value ?? null,
    origins: getOrigins({
      ...getIdentityEntries(parameters),
      tac: given(parameters.tac, "tac"),
      band: channels.band,
      dl_earfcn: given(parameters.dl_earfcn, "dl_earfcn"),
      dl_frequency_khz: channels.dlFrequency,
      ul_earfcn: channels.ulEarfcn,
      ul_frequency_khz: channels.ulFrequency,
      n_rb_dl: nRbDl,
      tdd_ul_dl_config: choice && { ...choice, value: choice.value.choice },
      uldl_config:
        uldlConfig === null ? null : computed(uldlConfig, "of tdd_ul_dl_config (TS 36.211 table 4.2-2)"),
      root_sequence_index: rootSequenceIndex,
      inactivity_timer: timer,
      carrier_aggregation: computed(aggregation, `by the number of other LTE cells, ${around.otherLteCells}`),
      ...(around.layout === "2026" && {
        ...optionOrigins,
        ...explainAlgorithms(parameters),
        tti_bundling: bundling,
      }),
      ...getCarrierEntries(parameters, radioUnit),
    }),
  };
}

/** Null for fdd. */
function resolveTddChoice({ rf_mode, tdd_ul_dl_config }: LteCellParameters): Resolved<LteTdd> | null {
  if (rf_mode === "fdd") return null;
  return givenOr<LteTdd>(tdd_ul_dl_config, ["tdd_ul_dl_config"], byDefault(lteTddDefault, "LTE cells"));
}

function chooseCarrierAggregation(otherLteCells: number): LteCell["carrierAggregation"] {
  if (otherLteCells === 0) return "none";
  return otherLteCells === 1 ? "cs" : "pucch3";
}
