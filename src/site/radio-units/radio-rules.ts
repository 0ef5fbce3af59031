/** Rules across Radio Units and the cells that they carry. */
import { lteDlAntennas } from "../../instance/limits.ts";
import { error, type Issue, place, placeInShared, warning } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import { quotedList } from "../quoted-list.ts";
import type { RadioUnit } from "../site.ts";
import { placeOf, type RadioUnitDefinition } from "./radio-unit-definitions.ts";

/** One eNB drives SDR cards or CPRI Radio Units: with both it fails subtly. Refused with both sets. */
export function mixedLinks(radioUnits: readonly RadioUnit[]): Issue[] {
  const referencesOf = (kind: RadioUnit["link"]["kind"]) =>
    radioUnits.filter(({ link }) => link.kind === kind).map(({ reference }) => reference);
  const [sdr, cpri] = [referencesOf("sdr"), referencesOf("cpri")];
  if (sdr.length === 0 || cpri.length === 0) return [];
  return [
    error(
      place(),
      `SDR and CPRI Radio Units cannot be mixed in one eNB: SDR are ${quotedList(sdr)}; CPRI are ${quotedList(cpri)}`,
      "Radio Units of one link type only",
    ),
  ];
}

/**
 * A Lopcomm Radio Unit carries exactly one cell. Several are an error; none is a warning, so that a Radio Unit can
 * be requested before its cell is, and only told of where every cell's Radio Unit is known (`complete`).
 */
export function lopcommCells(
  definitions: readonly RadioUnitDefinition[],
  radioUnits: readonly RadioUnit[],
  complete: boolean,
): Issue[] {
  const definitionOf = new Map(definitions.map((definition) => [definition.reference, definition]));
  return radioUnits.flatMap(({ reference, driver, cells }) => {
    const definition = definitionOf.get(reference);
    if (driver !== "lopcomm" || definition === undefined || cells.length === 1) return [];
    const at = placeOf(definition);
    const rule = `a Lopcomm Radio Unit carries exactly one cell, and ${quote(reference)} carries`;
    if (cells.length > 1)
      return [error(at, `${rule} ${cells.length} cells, ${quotedList(cells)}`, "one cell")];
    return complete ? [warning(at, `${rule} no cell`, "one cell")] : [];
  });
}

/** LTE has fewer downlink antennas than NR. */
export function lteAntennas(cell: string, { reference, nAntennaDl }: RadioUnit): Issue[] {
  if (lteDlAntennas.includes(nAntennaDl)) return [];
  return [
    error(
      placeInShared(cell, "ru"),
      `Radio Unit ${quote(reference)} has ${nAntennaDl} downlink antennas, too many for an LTE cell`,
      `n_antenna_dl of ${lteDlAntennas.join(", ")}`,
    ),
  ];
}
