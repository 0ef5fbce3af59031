/** An entry of `cell_list`. */
import type { LteCell } from "../../site/site.ts";
import { drbFileName, sib23FileName } from "../file-name.ts";
import { getAntennaSettings } from "./antennas.ts";
import { getBandwidthSettings } from "./bandwidth.ts";
import { carrierAggregation, qualityReports } from "./carrier-aggregation.ts";

/** What `enb/lte-cell.cfg.njk` and `enb-2026/lte-cell.cfg.njk` lay out, less the lists of other cells: the cell, and what goes by its numbers. */
export function makeLteCellContext(cell: LteCell) {
  return {
    ...cell,
    drbFile: drbFileName(cell.reference),
    sibFile: sib23FileName(cell.reference),
    feedback: carrierAggregation[cell.carrierAggregation],
    reports: qualityReports[cell.carrierAggregation],
    ...getBandwidthSettings(cell.nRbDl),
    ...getAntennaSettings(cell.radioUnit.nAntennaDl),
  };
}
