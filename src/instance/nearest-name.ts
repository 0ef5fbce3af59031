/** The name that somebody probably meant. */

/**
 * The known name nearest to a given one, case aside, by insertions, deletions, substitutions and swaps of
 * neighbours (Damerau-Levenshtein, each place edited once); undefined where none is near: more than a third
 * of its letters differ.
 */
export function findNearestName(given: string, known: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const allowed = Math.max(1, Math.floor(name.length / 3));
    if (Math.abs(name.length - given.length) > allowed) continue;
    const distance = countEdits(given.toLowerCase(), name.toLowerCase());
    if (distance <= allowed && distance < least) {
      nearest = name;
      least = distance;
    }
  }
  return nearest;
}

/** Three rows of the table are enough: a swap looks back two. */
function countEdits(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const substituted = getEntry(last, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      let cost = Math.min(getEntry(last, column) + 1, getEntry(current, column - 1) + 1, substituted);
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, getEntry(beforeLast, column - 2) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return getEntry(last, to.length);
}

function getEntry(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
