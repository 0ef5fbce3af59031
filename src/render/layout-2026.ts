/** What the 2026 layout of enb.cfg lays out beside the values of the Site. */
import { getRadioUnitKind } from "../instance/radio-units/radio-unit-kinds.ts";
import type { HandoverEvent, Mobility } from "../site/enb/enb-type.ts";
import type { LteCell, NrCell } from "../site/site.ts";
import { drbFileName } from "./file-name.ts";
import { makeLteCellContext } from "./lte/lte-cell.ts";
import { makeSchedulingContext } from "./nr/scheduling.ts";

/** What `enb-2026/lte-cell.cfg.njk` lays out, less the lists of other cells. */
export function makeLteCellContext2026(cell: LteCell) {
  return { ...makeLteCellContext(cell), cqiPucchNRb: cell.carrierAggregation === "none" ? 1 : 0 };
}

/** What `enb-2026/nr-cell.cfg.njk` lays out, less the lists of other cells. */
export function makeNrCellContext2026(cell: NrCell) {
  const { nrScheduling } = getRadioUnitKind(cell.radioUnit.kind);
  return {
    ...cell,
    ...makeSchedulingContext(cell),
    drbFile: drbFileName(cell.reference),
    /** Only a Radio Unit's own: the eNB finds those of a TDD pattern. */
    slotOffsets: nrScheduling?.slotOffsets ?? { k0: null, k1: null, k2: null, msg3K2: null },
    /** Symbol of the first DM-RS: CORESET 0 of the narrowest carrier leaves no room at 2 (TS 38.211 §7.4.1.1.2). */
    dmrsTypeAPos: cell.bandwidth === narrowest ? 3 : 2,
  };
}

/** MHz */
const narrowest = 3;

/** What the defaults of cells lay out of measurements and handover. */
export function makeMobilityContext({ gap, eutraToEutra, eutraToNr, nrToNr, nrToEutra }: Mobility) {
  return {
    lteGap: gap === null ? "none" : `gp${gap}`,
    lteHandovers: [
      withReportType("eutra_handover", eutraToEutra),
      ...(eutraToNr ? [withReportType("nr_handover", eutraToNr)] : []),
    ],
    nrHandovers: [
      { ...withReportType("nr_handover", nrToNr), ...onlyA3(nrToNr) },
      ...(nrToEutra ? [{ ...withReportType("eutra_handover", nrToEutra), reportType: null }] : []),
    ],
  };
}

function withReportType(object: string, handover: HandoverEvent) {
  return { object, ...handover, reportType: `${handover.event}_report_type` };
}

/** NR cells report by RSRP anyway; only A3 says so. */
function onlyA3({ event }: HandoverEvent) {
  return { reportType: event === "a3" ? "a3_report_type" : null };
}
