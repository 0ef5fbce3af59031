/** An entry of `cell_list`. */
import type { LteCell } from "../../site/site.ts";
import { drbFileName, sib23FileName } from "../file-name.ts";
import { antennaSettings } from "./antennas.ts";
import { bandwidthSettings } from "./bandwidth.ts";
import { carrierAggregation } from "./carrier-aggregation.ts";

/** What `enb/lte-cell.cfg.njk` lays out, less the lists of other cells. */
export function lteCellContext(cell: LteCell) {
  const { radioUnit } = cell;
  return {
    rfPort: radioUnit.rfPort,
    nAntennaDl: radioUnit.nAntennaDl,
    nAntennaUl: radioUnit.nAntennaUl,
    cellId: cell.cellId,
    pci: cell.pci,
    tac: cell.tac,
    dlEarfcn: cell.dlEarfcn,
    ulEarfcn: cell.ulEarfcn,
    nRbDl: cell.nRbDl,
    rootSequenceIndex: cell.rootSequenceIndex,
    inactivityTimer: cell.inactivityTimer,
    drbFile: drbFileName(cell.reference),
    sibFile: sib23FileName(cell.reference),
    tdd: tddContext(cell),
    carrierAggregation: carrierAggregation[cell.carrierAggregation],
    ...bandwidthSettings(cell.nRbDl),
    ...antennaSettings(radioUnit.nAntennaDl),
  };
}

function tddContext({ uldlConfig }: LteCell) {
  if (uldlConfig === null) return null;
  /** spConfig: special subframe of TS 36.211 table 4.2-1. */
  return { uldlConfig, spConfig: 7, ackNackFeedbackMode: "multiplexing" };
}
