/** Rules across Radio Units and the cells that they carry. */
import { lteDlAntennas, type Range } from "../../instance/limits.ts";
import { getRadioUnitKind } from "../../instance/radio-units/radio-unit-kinds.ts";
import { error, type Issue, type Place, place, placeInShared, warning } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import { formatReferences } from "../quoted-list.ts";
import type { RadioUnit } from "../site.ts";
import { getPlace, type RadioUnitDefinition } from "./radio-unit-definitions.ts";

/** One eNB drives SDR cards or CPRI Radio Units: with both it fails subtly. Refused with both sets. */
export function checkMixedLinks(radioUnits: readonly RadioUnit[]): Issue[] {
  const referencesOf = (kind: RadioUnit["link"]["kind"]) =>
    radioUnits.filter(({ link }) => link.kind === kind).map(({ reference }) => reference);
  const [sdr, cpri] = [referencesOf("sdr"), referencesOf("cpri")];
  if (sdr.length === 0 || cpri.length === 0) return [];
  return [
    error(
      place(),
      `SDR and CPRI Radio Units cannot be mixed in one eNB: SDR are ${formatReferences(sdr)}; CPRI are ${formatReferences(cpri)}`,
      "Radio Units of one link type only",
    ),
  ];
}

/**
 * The number of cells that a kind of Radio Unit carries. Too many are an error; too few a warning, so that a Radio
 * Unit can be requested before its cell is, and only where every cell's Radio Unit is known (`complete`).
 */
export function checkCellCounts(
  definitions: readonly RadioUnitDefinition[],
  radioUnits: readonly RadioUnit[],
  complete: boolean,
): Issue[] {
  const definitionOf = new Map(definitions.map((definition) => [definition.reference, definition]));
  return radioUnits.flatMap((radioUnit) => {
    const definition = definitionOf.get(radioUnit.reference);
    return definition === undefined ? [] : checkCellCount(radioUnit, getPlace(definition), complete);
  });
}

function checkCellCount({ reference, kind, cells }: RadioUnit, at: Place, complete: boolean): Issue[] {
  const { title, cells: allowed } = getRadioUnitKind(kind);
  if (allowed === null) return [];
  const exactly = allowed.min === allowed.max ? "exactly " : "";
  const rule = `a ${title} Radio Unit carries ${exactly}${formatCells(allowed)}, and ${quote(reference)} carries`;
  if (cells.length > allowed.max) {
    return [error(at, `${rule} ${cells.length} cells, ${formatReferences(cells)}`, formatCells(allowed))];
  }
  const few = complete && cells.length < allowed.min;
  return few ? [warning(at, `${rule} ${cells.length || "no cell"}`, formatCells(allowed))] : [];
}

function formatCells({ min, max }: Range): string {
  if (max === 1) return "one cell";
  return min === max ? `${max} cells` : `${min} to ${max} cells`;
}

/** LTE has fewer downlink antennas than NR. */
export function checkLteAntennas(cell: string, { reference, nAntennaDl }: RadioUnit): Issue[] {
  if (lteDlAntennas.includes(nAntennaDl)) return [];
  return [
    error(
      placeInShared(cell, "ru"),
      `Radio Unit ${quote(reference)} has ${nAntennaDl} downlink antennas, too many for an LTE cell`,
      `n_antenna_dl of ${lteDlAntennas.join(", ")}`,
    ),
  ];
}
