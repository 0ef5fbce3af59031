/** Which Radio Unit or cell a reference that leads nowhere may have meant: never one that our own rules refuse. */
import { lteDlAntennas } from "../../instance/limits.ts";
import { findNearestName } from "../../instance/nearest-name.ts";
import { getRadioUnitKind, type RadioUnitParameters } from "../../instance/radio-units/radio-unit-kinds.ts";
import { type Issue, withGuess } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import { formatReferences } from "../quoted-list.ts";
import type { SharedOf } from "../shared-instances.ts";
import { makeOwnReference } from "./radio-unit-definitions.ts";

type CellInstance = SharedOf<"cell">;

/** What can be referred to. */
export type Targets = {
  readonly cells: ReadonlyMap<string, CellInstance>;
  /** The shared ones. */
  readonly radioUnits: ReadonlyMap<string, RadioUnitParameters>;
  /** How many cells lead to each Radio Unit, by its reference; computed when it is first asked for. */
  readonly countCells: (radioUnit: string) => number;
};

/** For `ru_ref`: a Radio Unit without a cell if there is one, else one that can carry another. */
export function suggestRadioUnit(issue: Issue, given: string, cell: CellInstance, targets: Targets): Issue {
  const able = [...targets.radioUnits]
    .filter(([reference, parameters]) => canCarry(parameters, cell, targets.countCells(reference)))
    .map(([reference]) => reference);
  const free = able.filter((reference) => targets.countCells(reference) === 0);
  const thing =
    targets.radioUnits.size === 0 ? "a shared Radio Unit" : "a Radio Unit that can carry this cell";
  return suggest(issue, given, free.length > 0 ? free : able, thing);
}

/** For `ruincell_ref`: a cell whose Radio Unit can carry another. */
export function suggestCell(issue: Issue, given: string, cell: CellInstance, targets: Targets): Issue {
  const able = [...targets.cells.values()].filter((other) => {
    const holder = other === cell ? undefined : findHolder(other, targets.cells);
    const carried = holder && getRadioUnit(holder, targets.radioUnits);
    return carried !== undefined && canCarry(carried.parameters, cell, targets.countCells(carried.reference));
  });
  return suggest(
    issue,
    given,
    able.map(({ reference }) => reference),
    "a cell whose Radio Unit can carry another",
  );
}

/** Counts the cells that lead to each Radio Unit, at the first call. */
export function makeCellCounter(cells: Targets["cells"]): Targets["countCells"] {
  let counts: Map<string, number> | undefined;
  return (radioUnit) => {
    counts ??= countByRadioUnit(cells);
    return counts.get(radioUnit) ?? 0;
  };
}

function countByRadioUnit(cells: Targets["cells"]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const cell of cells.values()) {
    const holder = findHolder(cell, cells);
    const reference = holder && getRadioUnitReference(holder);
    if (reference !== undefined) counts.set(reference, (counts.get(reference) ?? 0) + 1);
  }
  return counts;
}

/** The cell at the end of `ruincell_ref`s, which names or defines the Radio Unit; undefined where they lead nowhere. */
function findHolder(from: CellInstance, cells: Targets["cells"]): CellInstance | undefined {
  const seen = new Set<CellInstance>();
  let cell: CellInstance | undefined = from;
  while (cell !== undefined && !seen.has(cell)) {
    const { ru }: CellInstance["parameters"] = cell.parameters;
    if (ru.ru_type !== "ruincell_ref") return cell;
    seen.add(cell);
    cell = cells.get(ru.ruincell_ref);
  }
  return undefined;
}

function getRadioUnitReference({ reference, parameters: { ru } }: CellInstance): string {
  return ru.ru_type === "ru_ref" ? ru.ru_ref : makeOwnReference(reference);
}

function getRadioUnit(holder: CellInstance, radioUnits: Targets["radioUnits"]) {
  const { ru } = holder.parameters;
  if (ru.ru_type === "ruincell_ref") return undefined;
  const reference = getRadioUnitReference(holder);
  const parameters = ru.ru_type === "ru_ref" ? radioUnits.get(reference) : ru;
  return parameters && { reference, parameters };
}

/** Whether the rules let a Radio Unit that carries `carried` cells have this one too. */
function canCarry(radioUnit: RadioUnitParameters, cell: CellInstance, carried: number): boolean {
  const { cells, defaults } = getRadioUnitKind(radioUnit.ru_type);
  if (cells !== null && carried >= cells.max) return false;
  const antennas = radioUnit.n_antenna_dl ?? defaults.n_antenna_dl ?? 0;
  return cell.parameters.cell_type !== "lte" || lteDlAntennas.includes(antennas);
}

/** The reference that was perhaps meant: the only one there is, or the nearest; else some of them. */
function suggest(issue: Issue, given: string, references: readonly string[], thing: string): Issue {
  if (references.length === 0) return { ...issue, expected: `${thing}: there is none` };
  const likely = references.length === 1 ? references[0] : findNearestName(given, references);
  if (likely !== undefined) return withGuess(issue, quote(likely));
  return { ...issue, expected: `one of ${formatReferences(references)}` };
}
