/** Control channel and slot offsets of an NR cell, by its TDD pattern and by the Radio Unit. */
import type { NrCell } from "../../site/site.ts";

/** Uplink slots that leave one downlink slot in ten. */
const maximumUplinkSlots = 8;

/** Slots from grant or data to what answers it (TS 38.214 §5.1.2.1, §6.1.2.1; TS 38.213 §9.2.3). */
type SlotOffsets = {
  readonly k0: number | null;
  readonly k1: readonly number[] | null;
  readonly k2: number | readonly number[] | null;
  readonly msg3K2: number | null;
};

const softwareDefault: SlotOffsets = { k0: null, k1: null, k2: null, msg3K2: null };

/** Every uplink slot is reached from the one downlink slot. */
const maximumUplink: SlotOffsets = { k0: null, k1: [4, 11], k2: [11, 12, 4, 5, 6, 7, 7, 8], msg3K2: 7 };

/** A Sunwave Radio Unit answers later than others, whatever the duplex and the pattern. */
const sunwave: SlotOffsets = { k0: 0, k1: [8, 7, 7, 6, 5, 4, 12, 11], k2: 4, msg3K2: 7 };

const sunwaveCoreset = { nRbCoreset0: 48, nSymbCoreset0: 1, duration: 1 };

/** What of `enb/nr-cell.cfg.njk` is about random access, PDCCH, PDSCH and PUSCH. */
export function schedulingContext(cell: NrCell) {
  const onSunwave = cell.radioUnit.driver === "sunwave";
  return {
    prach: { raResponseWindow: cell.rfMode === "tdd" ? 20 : 10, msg1FrequencyStart: onSunwave ? 0 : null },
    coreset: onSunwave ? sunwaveCoreset : null,
    /** Candidates of the UE search space at aggregation levels 1, 2, 4, 8, 16. */
    ussNCandidates: hasMaximumUplink(cell) ? [0, 8, 1, 0, 0] : [0, 2, 1, 0, 0],
    slotOffsets: slotOffsets(cell),
  };
}

function slotOffsets(cell: NrCell): SlotOffsets {
  if (cell.radioUnit.driver === "sunwave") return sunwave;
  return hasMaximumUplink(cell) ? maximumUplink : softwareDefault;
}

/** Whether hardly any slot is left for the downlink, and none for tracking reference signals. */
export function hasMaximumUplink({ tddPattern }: NrCell): boolean {
  return tddPattern !== null && tddPattern.ulSlots >= maximumUplinkSlots;
}
