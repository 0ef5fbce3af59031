/** What an NR cell cannot have, or should not, once its defaults and its Radio Unit are known. */
import { gnbIdBits, identifierBits } from "../../instance/limits.ts";
import { getRadioUnitKind } from "../../instance/radio-units/radio-unit-kinds.ts";
import { error, type Issue, placeInShared, warning } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import { getNrResourceBlocks } from "../../radio/resource-blocks.ts";
import { checkRandomAccess } from "../checks/random-access.ts";
import { checkTddSlots } from "../checks/tdd-slots.ts";
import type { NrCell } from "../site.ts";

/** Of a cell that could be resolved. */
export function checkNrCell(cell: NrCell): Issue[] {
  return [...checkCoreset(cell), ...checkRandomAccess(cell), ...checkTddSlots(cell)];
}

/**
 * The identity of a cell has the bits that the gNB's leaves of 36 (TS 38.413 section 9.3.1.7): an error where it
 * needs more.
 */
export function checkCellId(reference: string, cellId: number, gnbBits: number): Issue[] {
  const bits = identifierBits.nrCellId - gnbBits;
  if (cellId < 2 ** bits) return [];
  return [
    error(
      placeInShared(reference, "cell_id"),
      `${cellId} needs more than the ${bits} bits that a gnb_id_bits of ${gnbBits} leaves`,
      `at most ${2 ** bits - 1}, or a gnb_id_bits of ${gnbIdBits.min} or more`,
    ),
  ];
}

/** A warning where the Radio Unit's CORESET 0 is wider than the carrier (TS 38.101-1 table 5.3.2-1). */
function checkCoreset({ reference, radioUnit, band, bandwidth, subcarrierSpacing }: NrCell): Issue[] {
  const { title, nrScheduling } = getRadioUnitKind(radioUnit.kind);
  const blocks = getNrResourceBlocks(band, bandwidth, subcarrierSpacing);
  if (nrScheduling === null || blocks === undefined) return [];
  const needed = nrScheduling.coreset.nRbCoreset0;
  if (needed <= blocks) return [];
  return [
    warning(
      placeInShared(reference, "bandwidth"),
      `CORESET 0 of a ${title} Radio Unit, here ${quote(radioUnit.reference)}, has ${needed} resource blocks, and ${bandwidth} MHz at ${subcarrierSpacing} kHz has ${blocks}`,
      "a wider channel",
    ),
  ];
}
