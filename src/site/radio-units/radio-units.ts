/** The Radio Units of a site in the order of files, numbered. */
import { compareReferences } from "../../instance/reference.ts";
import type { RadioUnit } from "../site.ts";
import { type Numbering, resolveAntennas, resolveRadioUnit } from "./radio-unit.ts";
import type { RadioUnitDefinition } from "./radio-unit-definitions.ts";

/**
 * Numbers `rf_port` and the channels in the order of references, and gives each Radio Unit its cells. One that
 * no cell uses is numbered too.
 */
export function resolveRadioUnits(
  definitions: readonly RadioUnitDefinition[],
  radioUnitOf: ReadonlyMap<string, string>,
): RadioUnit[] {
  const ordered = [...definitions].sort((a, b) => compareReferences(a.reference, b.reference));
  const cells = groupCells(radioUnitOf);
  let numbering: Numbering = { rfPort: 0, firstTxChannel: 0, firstRxChannel: 0 };
  return ordered.map((definition) => {
    const radioUnit = resolveRadioUnit(definition, numbering, cells.get(definition.reference) ?? []);
    numbering = advance(numbering, definition);
    return radioUnit;
  });
}

function advance(
  { rfPort, firstTxChannel, firstRxChannel }: Numbering,
  definition: RadioUnitDefinition,
): Numbering {
  const { n_antenna_dl, n_antenna_ul } = resolveAntennas(definition);
  return {
    rfPort: rfPort + 1,
    firstTxChannel: firstTxChannel + n_antenna_dl.value,
    firstRxChannel: firstRxChannel + n_antenna_ul.value,
  };
}

function groupCells(radioUnitOf: ReadonlyMap<string, string>): Map<string, string[]> {
  const cells = new Map<string, string[]>();
  for (const [cell, radioUnit] of [...radioUnitOf].sort(([a], [b]) => compareReferences(a, b))) {
    const carried = cells.get(radioUnit);
    if (carried) carried.push(cell);
    else cells.set(radioUnit, [cell]);
  }
  return cells;
}
