/** An entry of `nr_cell_list`. */
import type { NrCell } from "../../site/site.ts";
import { drbFileName } from "../file-name.ts";
import { renderCsiRs } from "./csi-rs.ts";
import { hasMaximumUplink, makeSchedulingContext } from "./scheduling.ts";

/** What `enb/nr-cell.cfg.njk` lays out, less the lists of other cells: the cell, and what goes by its numbers. */
export function makeNrCellContext(cell: NrCell) {
  return {
    ...cell,
    drbFile: drbFileName(cell.reference),
    ...makeSchedulingContext(cell),
    csiRs: renderCsiRs(cell.radioUnit.nAntennaDl, !hasMaximumUplink(cell)),
  };
}
