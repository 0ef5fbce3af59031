/** An entry of `nb_cell_list`. */
import type { NbCell } from "../../site/site.ts";
import { drbFileName, sib2NbFileName } from "../file-name.ts";
import { getCoverageLevels } from "./coverage-levels.ts";

/** What `enb-2026/nb-cell.cfg.njk` lays out. */
export function makeNbCellContext(cell: NbCell) {
  return {
    ...cell,
    drbFile: drbFileName(cell.reference),
    sibFile: sib2NbFileName(cell.reference),
    coverageLevels: getCoverageLevels(cell.allCoverageLevels),
  };
}
