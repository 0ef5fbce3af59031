/** An entry of `nr_cell_list`. */
import type { NrCell } from "../../site/site.ts";
import { drbFileName } from "../file-name.ts";
import { csiRsText } from "./csi-rs.ts";
import { hasMaximumUplink, schedulingContext } from "./scheduling.ts";

/** What `enb/nr-cell.cfg.njk` lays out, less the lists of other cells: the cell, and what goes by its numbers. */
export function nrCellContext(cell: NrCell) {
  return {
    ...cell,
    drbFile: drbFileName(cell.reference),
    ...schedulingContext(cell),
    csiRs: csiRsText(cell.radioUnit.nAntennaDl, !hasMaximumUplink(cell)),
  };
}
