/** An LTE cell with its defaults and computed numbers. */

import { lteTddChoices } from "../../instance/fields/tdd.ts";
import type { LteCellParameters } from "../../instance/schema/cell.ts";
import { eutraResourceBlocks } from "../../radio/resource-blocks.ts";
import { byDefault, computed, given, givenOr, originsOf, type Resolved } from "../resolved.ts";
import type { LteCell } from "../site.ts";
import { carrierEntries, identityEntries, inactivityTimer, type Surroundings } from "./cell-entries.ts";
import type { LteChannels } from "./lte-channels.ts";

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
  const timer = inactivityTimer(parameters);
  const nRbDl = computed(
    eutraResourceBlocks(parameters.bandwidth) ?? 0,
    "by bandwidth (TS 36.104 table 5.6-1)",
  );
  const choice = tddChoice(parameters);
  const uldlConfig = choice && uldlConfigOf(choice.value);
  const aggregation = carrierAggregation(around.otherLteCells);
  return {
    kind: "lte",
    reference,
    rfMode: parameters.rf_mode,
    pci: parameters.pci,
    cellId: parameters.cell_id,
    bandwidth: parameters.bandwidth,
    rootSequenceIndex: rootSequenceIndex.value,
    inactivityTimer: timer.value,
    radioUnit,
    band: channels.band.value,
    dlFrequency: channels.dlFrequency.value,
    ulFrequency: channels.ulFrequency.value,
    dlEarfcn: parameters.dl_earfcn,
    ulEarfcn: channels.ulEarfcn.value,
    tac: parameters.tac,
    nRbDl: nRbDl.value,
    uldlConfig,
    carrierAggregation: aggregation,
    origins: originsOf({
      ...identityEntries(parameters),
      tac: given(parameters.tac, "tac"),
      band: channels.band,
      dl_earfcn: given(parameters.dl_earfcn, "dl_earfcn"),
      dl_frequency_khz: channels.dlFrequency,
      ul_earfcn: channels.ulEarfcn,
      ul_frequency_khz: channels.ulFrequency,
      n_rb_dl: nRbDl,
      tdd_ul_dl_config: choice,
      uldl_config:
        uldlConfig === null ? null : computed(uldlConfig, "of tdd_ul_dl_config (TS 36.211 table 4.2-2)"),
      root_sequence_index: rootSequenceIndex,
      inactivity_timer: timer,
      carrier_aggregation: computed(aggregation, `by the number of other LTE cells, ${around.otherLteCells}`),
      ...carrierEntries(parameters, radioUnit),
    }),
  };
}

type Choice = (typeof lteTddChoices)[number]["choice"];

/** Null for fdd. */
function tddChoice({ rf_mode, tdd_ul_dl_config }: LteCellParameters): Resolved<Choice> | null {
  if (rf_mode === "fdd") return null;
  return givenOr<Choice>(
    tdd_ul_dl_config,
    ["tdd_ul_dl_config"],
    byDefault(lteTddChoices[0].choice, "LTE cells"),
  );
}

function uldlConfigOf(choice: Choice): number | null {
  return lteTddChoices.find((known) => known.choice === choice)?.uldlConfig ?? null;
}

function carrierAggregation(otherLteCells: number): LteCell["carrierAggregation"] {
  if (otherLteCells === 0) return "none";
  return otherLteCells === 1 ? "cs" : "pucch3";
}
