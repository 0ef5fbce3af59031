/** Control channel and slot offsets of an NR cell, by its TDD pattern and by the Radio Unit. */
import type { SlotOffsets } from "../../instance/radio-units/kind.ts";
import { getRadioUnitKind } from "../../instance/radio-units/radio-unit-kinds.ts";
import type { NrCell } from "../../site/site.ts";

/** Uplink slots that leave one downlink slot in ten. */
const maximumUplinkSlots = 8;

const softwareDefault: SlotOffsets = { k0: null, k1: null, k2: null, msg3K2: null };

/** Every uplink slot is reached from the one downlink slot. */
const maximumUplink: SlotOffsets = { k0: null, k1: [4, 11], k2: [11, 12, 4, 5, 6, 7, 7, 8], msg3K2: 7 };

/** What of `enb/nr-cell.cfg.njk` is about random access, PDCCH, PDSCH and PUSCH. */
export function makeSchedulingContext(cell: NrCell) {
  const { nrScheduling: special } = getRadioUnitKind(cell.radioUnit.kind);
  return {
    prach: {
      raResponseWindow: cell.rfMode === "tdd" ? 20 : 10,
      msg1FrequencyStart: special?.msg1FrequencyStart ?? null,
    },
    coreset: special?.coreset ?? null,
    /** Candidates of the UE search space at aggregation levels 1, 2, 4, 8, 16. */
    ussNCandidates: hasMaximumUplink(cell) ? [0, 8, 1, 0, 0] : [0, 2, 1, 0, 0],
    slotOffsets: special?.slotOffsets ?? getPatternOffsets(cell),
  };
}

function getPatternOffsets(cell: NrCell): SlotOffsets {
  return hasMaximumUplink(cell) ? maximumUplink : softwareDefault;
}

/** Whether hardly any slot is left for the downlink, and none for tracking reference signals. */
export function hasMaximumUplink({ tddPatterns }: NrCell): boolean {
  return tddPatterns !== null && tddPatterns[0].ulSlots >= maximumUplinkSlots;
}
