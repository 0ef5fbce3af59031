/** Cells whose uplink has another bandwidth than the downlink. */
import type { LteCellParameters, NrCellParameters } from "../../instance/schema/cell.ts";
import { error, type Issue, placeInShared } from "../../issue/issue.ts";
import { getEutraResourceBlocks, getNrResourceBlocks } from "../../radio/resource-blocks.ts";
import type { CellOptions } from "../site.ts";

export type WidebandParameters = LteCellParameters | NrCellParameters;

/** Null where the uplink is as wide as the downlink, or where there is no such pair. `spacing` in kHz. */
export function findResourceBlocks(
  parameters: WidebandParameters,
  spacing: number,
): CellOptions["resourceBlocks"] {
  const { bandwidth, bandwidth_ul } = parameters;
  if (bandwidth_ul === undefined || bandwidth_ul === bandwidth) return null;
  const count = (width: number) =>
    parameters.cell_type === "lte"
      ? getEutraResourceBlocks(width)
      : getNrResourceBlocks(parameters.nr_band, width, spacing);
  const [dl, ul] = [count(bandwidth), count(bandwidth_ul)];
  return dl === undefined || ul === undefined ? null : { dl, ul };
}

/** An error where the table has no such pair of bandwidths (TS 38.101-1 table 5.3.2-1). */
export function checkUplinkBandwidth(
  reference: string,
  parameters: WidebandParameters,
  spacing: number,
): Issue[] {
  const { bandwidth, bandwidth_ul } = parameters;
  if (bandwidth_ul === undefined || bandwidth_ul === bandwidth) return [];
  if (findResourceBlocks(parameters, spacing) !== null) return [];
  const what = `no carrier has ${bandwidth} MHz down and ${bandwidth_ul} MHz up at a sub-carrier spacing of ${spacing} kHz`;
  return [error(placeInShared(reference, "bandwidth_ul"), what, "bandwidths of TS 38.101-1 table 5.3.2-1")];
}
