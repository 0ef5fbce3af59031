/** Which Radio Unit carries each cell: `ru` followed through every reference. */
import type { RadioUnitParameters } from "../../instance/radio-units/radio-unit-kinds.ts";
import { error, type Issue, placeInShared, withGuess } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import type { SharedOf } from "../shared-instances.ts";
import { makeOwnReference } from "./radio-unit-definitions.ts";
import { makeCellCounter, suggestCell, suggestRadioUnit, type Targets } from "./suggest-carrier.ts";

type CellInstance = SharedOf<"cell">;

export type Carriers = {
  /** Reference of a cell to that of its Radio Unit; cells whose references lead nowhere are missing. */
  readonly radioUnitOf: ReadonlyMap<string, string>;
  readonly issues: readonly Issue[];
};

/** What references can mean. */
type Known = Targets & {
  /** There, but refused: they lead nowhere, and the cell that refers to one is not at fault. */
  readonly refused: ReadonlySet<string>;
};

/** Where a trail ends: a Radio Unit, or nowhere, with an issue where there is none yet. */
type End = { readonly radioUnit?: string | undefined; readonly issue?: Issue };

/**
 * Errors, each once: `ru_ref` that is not a shared Radio Unit, `ruincell_ref` that is not a cell, and cells that
 * share each other's Radio Unit in a circle. `radioUnits` are the shared ones by reference, `refused` the references
 * of shared instances that were left out.
 */
export function resolveCarriers(
  cells: readonly CellInstance[],
  radioUnits: ReadonlyMap<string, RadioUnitParameters>,
  refused: ReadonlySet<string>,
): Carriers {
  const byReference = new Map(cells.map((cell) => [cell.reference, cell]));
  const known = { cells: byReference, radioUnits, countCells: makeCellCounter(byReference), refused };
  const found = new Map<string, string | undefined>();
  const issues: Issue[] = [];
  for (const cell of cells) {
    const trail = walk(cell, known, found);
    const { radioUnit, issue } = findEnd(trail, known, found);
    if (issue) issues.push(issue);
    for (const { reference } of trail) found.set(reference, radioUnit);
  }
  const radioUnitOf = [...found].filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { radioUnitOf: new Map(radioUnitOf), issues };
}

/** The cells from one to the next by `ruincell_ref`, up to one that is known, was passed or has no next. */
function walk(from: CellInstance, { cells }: Known, found: ReadonlyMap<string, unknown>): CellInstance[] {
  const trail = new Set<CellInstance>();
  let cell: CellInstance | undefined = from;
  while (cell !== undefined && !found.has(cell.reference) && !trail.has(cell)) {
    trail.add(cell);
    cell = getNext(cell, cells);
  }
  return [...trail];
}

function getNext(cell: CellInstance, cells: Known["cells"]): CellInstance | undefined {
  const { ru } = cell.parameters;
  return ru.ru_type === "ruincell_ref" ? cells.get(ru.ruincell_ref) : undefined;
}

function findEnd(
  trail: readonly CellInstance[],
  known: Known,
  found: ReadonlyMap<string, string | undefined>,
): End {
  const last = trail.at(-1);
  if (last === undefined) return {};
  const { ru } = last.parameters;
  if (ru.ru_type === "ru_ref") {
    if (known.radioUnits.has(ru.ru_ref)) return { radioUnit: ru.ru_ref };
    return known.refused.has(ru.ru_ref) ? {} : { issue: makeNoRadioUnitIssue(last, ru.ru_ref, known) };
  }
  if (ru.ru_type !== "ruincell_ref") return { radioUnit: makeOwnReference(last.reference) };
  const shared = getNext(last, known.cells);
  if (shared === undefined) {
    const at = ru.ruincell_ref;
    return known.refused.has(at) ? {} : { issue: makeNoCellIssue(last, at, known) };
  }
  return trail.includes(shared)
    ? { issue: makeCircleIssue(trail.slice(trail.indexOf(shared))) }
    : { radioUnit: found.get(shared.reference) };
}

function makeNoRadioUnitIssue(cell: CellInstance, reference: string, known: Known): Issue {
  const { cells } = known;
  const definer = [...cells.keys()].find((holder) => makeOwnReference(holder) === reference);
  const sharing = definer ?? (cells.has(reference) ? reference : undefined);
  const issue = error(
    placeInShared(cell.reference, "ru", "ru_ref"),
    `Radio Unit ${quote(reference)} does not exist`,
  );
  if (sharing !== undefined) return withGuess(issue, `ruincell_ref: ${quote(sharing)}`);
  return suggestRadioUnit(issue, reference, cell, known);
}

function makeNoCellIssue(cell: CellInstance, reference: string, known: Known): Issue {
  const issue = error(
    placeInShared(cell.reference, "ru", "ruincell_ref"),
    `cell ${quote(reference)} does not exist`,
  );
  if (known.radioUnits.has(reference)) return withGuess(issue, `ru_ref: ${quote(reference)}`);
  return suggestCell(issue, reference, cell, known);
}

function makeCircleIssue(cells: readonly CellInstance[]): Issue {
  const names = cells.map(({ reference }) => quote(reference));
  return error(
    placeInShared(cells[0]?.reference ?? "", "ru", "ruincell_ref"),
    `cells share each other's Radio Unit in a circle: ${[...names, names[0]].join(" → ")}`,
    "ru_ref or a Radio Unit of its own for one of them",
  );
}
