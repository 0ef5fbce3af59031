/** An entry of `nr_cell_list`. */
import type { NrCell } from "../../site/site.ts";
import { drbFileName } from "../file-name.ts";
import { csiRsText } from "./csi-rs.ts";
import { hasMaximumUplink, schedulingContext } from "./scheduling.ts";

/** What `enb/nr-cell.cfg.njk` lays out, less the lists of other cells. */
export function nrCellContext(cell: NrCell) {
  const { radioUnit } = cell;
  return {
    rfPort: radioUnit.rfPort,
    nAntennaDl: radioUnit.nAntennaDl,
    nAntennaUl: radioUnit.nAntennaUl,
    cellId: cell.cellId,
    pci: cell.pci,
    band: cell.band,
    dlNrArfcn: cell.dlNrArfcn,
    ulNrArfcn: cell.ulNrArfcn,
    ssbNrArfcn: cell.ssbNrArfcn,
    bandwidth: cell.bandwidth,
    subcarrierSpacing: cell.subcarrierSpacing,
    ssbPosBitmap: cell.ssbPosBitmap,
    rootSequenceIndex: cell.rootSequenceIndex,
    inactivityTimer: cell.inactivityTimer,
    drbFile: drbFileName(cell.reference),
    tdd: cell.tddPattern,
    ...schedulingContext(cell),
    csiRs: csiRsText(radioUnit.nAntennaDl, !hasMaximumUplink(cell)),
  };
}
