/** Root sequence indexes of random access preambles: cells that hear each other must differ. */
import { firstRootSequenceIndex } from "../../instance/defaults.ts";
import { rootSequenceIndex } from "../../instance/limits.ts";
import { error, type Issue, placeInShared } from "../../issue/issue.ts";
import { byDefault, computed, givenOr, type Resolved } from "../resolved.ts";
import type { SharedOf } from "../shared-instances.ts";

type Type = keyof typeof firstRootSequenceIndex;

/**
 * By cell, in the order of the instance: 1 for the first NR cell, 204 for the first LTE cell, and so on up; a
 * cell with a value of its own uses up its number too. NB-IoT cells have none. An error: a number beyond the last
 * index.
 */
export function resolveRootSequenceIndexes(cells: readonly SharedOf<"cell">[]): {
  readonly indexOf: ReadonlyMap<string, Resolved<number>>;
  readonly issues: readonly Issue[];
} {
  const following: Record<Type, number> = { ...firstRootSequenceIndex };
  const indexOf = new Map<string, Resolved<number>>();
  const issues: Issue[] = [];
  for (const { reference, parameters } of cells) {
    if (parameters.cell_type === "nb") continue;
    const number = following[parameters.cell_type]++;
    const index = givenOr(
      parameters.root_sequence_index,
      ["root_sequence_index"],
      countFrom(parameters.cell_type, number),
    );
    indexOf.set(reference, index);
    if (index.value > rootSequenceIndex.max) issues.push(makeBeyondLastIssue(reference, index.value));
  }
  return { indexOf, issues };
}

function countFrom(type: Type, number: number): Resolved<number> {
  const first = firstRootSequenceIndex[type];
  if (number === first) return byDefault(number, `the first ${type} cell`);
  return computed(
    number,
    `counted from ${first} through the ${type} cells in the order of slave-instance-list`,
  );
}

function makeBeyondLastIssue(cell: string, index: number): Issue {
  return error(
    placeInShared(cell, "root_sequence_index"),
    `the number that this cell would have, ${index}, is beyond the last, ${rootSequenceIndex.max}`,
    "a value of its own",
  );
}
