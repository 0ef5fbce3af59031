/** Cells on one Radio Unit that do not send and receive at the same time. */
import type { TddSlots } from "../../instance/fields/tdd.ts";
import { type Issue, placeInShared, warning } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import type { Cell } from "../site.ts";

/** A warning at each TDD cell whose pattern is not that of the first of its kind on the same Radio Unit. */
export function checkMixedTdd(cells: readonly Cell[]): Issue[] {
  const firstOf = new Map<string, { readonly cell: Cell; readonly pattern: string }>();
  return cells.flatMap((cell) => {
    const pattern = describePattern(cell);
    if (pattern === null) return [];
    const key = `${cell.kind} ${cell.radioUnit.rfPort}`;
    const first = firstOf.get(key);
    if (first === undefined) firstOf.set(key, { cell, pattern });
    if (first === undefined || first.pattern === pattern) return [];
    const other = `that of cell ${quote(first.cell.reference)} on the same Radio Unit ${quote(cell.radioUnit.reference)}`;
    return [
      warning(
        placeInShared(cell.reference, "tdd_ul_dl_config"),
        `is not ${other}: one would receive while the other sends`,
        "one pattern for all cells of a Radio Unit",
      ),
    ];
  });
}

/** Null for fdd. Two are alike where directions change at the same time, whatever the sub-carrier spacing. */
function describePattern(cell: Cell): string | null {
  if (cell.kind === "lte") return cell.uldlConfig === null ? null : String(cell.uldlConfig);
  if (cell.kind === "nb" || cell.tddPatterns === null) return null;
  const { subcarrierSpacing } = cell;
  return cell.tddPatterns.map((pattern) => describeTimes(pattern, subcarrierSpacing)).join(" ");
}

const symbolsOfSlot = 14;

/** In symbols of 15 kHz. */
function describeTimes(
  { period, dlSlots, dlSymbols, ulSlots, ulSymbols }: TddSlots,
  spacing: number,
): string {
  const times = [dlSlots * symbolsOfSlot + dlSymbols, ulSlots * symbolsOfSlot + ulSymbols];
  return [period, ...times.map((symbols) => (symbols * 15) / spacing)].join("/");
}
