/** An entry of `nr_cell_list`. */
import type { NrCell } from "../../site/site.ts";
import { drbFileName } from "../file-name.ts";
import { makeControlContext } from "./control-channel.ts";
import { renderCsiRs } from "./csi-rs.ts";

/** What `enb/nr-cell.cfg.njk` lays out, less the lists of other cells: the cell, and what goes by its numbers. */
export function makeNrCellContext(cell: NrCell) {
  return {
    ...cell,
    ...makeControlContext(cell),
    drbFile: drbFileName(cell.reference),
    csiRs: renderCsiRs(cell.radioUnit.nAntennaDl, cell.trackingReferenceSignals),
  };
}

/** MHz */
const narrowest = 3;

/** The same for `enb-2026/nr-cell.cfg.njk`. */
export function makeNrCellContext2026(cell: NrCell) {
  return {
    ...cell,
    ...makeControlContext(cell),
    drbFile: drbFileName(cell.reference),
    /** Symbol of the first DM-RS: CORESET 0 of the narrowest carrier leaves no room at 2 (TS 38.211 §7.4.1.1.2). */
    dmrsTypeAPos: cell.bandwidth === narrowest ? 3 : 2,
  };
}
