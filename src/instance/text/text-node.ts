/** Where values stand in a text: a tree like that of the values, with places in the text. */
import { error, type Issue, type Place, type Position, place, pointAtKey } from "../../issue/issue.ts";

export type Path = Place["path"];

/** Offsets are in UTF-16 units. Children are in the order of the text, a key given twice once. */
export type TextNode = {
  offset: number;
  /** Of the key, in a dictionary; else the same. */
  keyOffset: number;
  /** Absent where there are none: most values are plain. */
  children?: Map<string | number, TextNode>;
};

/** A text parsed: its value, where each part of it stands, and what is wrong with its keys. */
export type ParsedText = {
  readonly value: unknown;
  readonly root: TextNode;
  readonly issues: readonly Issue[];
};

/**
 * A new child. A key given twice would silently win over the first, and `__proto__` would be lost on the way:
 * each is an issue.
 */
export function addChild(
  parent: TextNode,
  key: string | number,
  { offset, keyOffset }: Pick<TextNode, "offset" | "keyOffset">,
  path: Path,
  issues: Issue[],
): TextNode {
  parent.children ??= new Map();
  const at = pointAtKey(place(...path, key));
  if (parent.children.has(key)) issues.push(error(at, "given twice", "each key once"));
  if (key === "__proto__") issues.push(error(at, "this name cannot be used", "another name"));
  const child: TextNode = { offset, keyOffset };
  parent.children.set(key, child);
  return child;
}

/** Where in the text the place is; where there is no such value, what it should be in. */
export function findOffset(root: TextNode, { path, isKey }: Pick<Place, "path" | "isKey">): number {
  let node = root;
  for (const step of path) {
    const child = node.children?.get(step);
    if (child === undefined) return node.offset;
    node = child;
  }
  return isKey ? node.keyOffset : node.offset;
}

/** Gives the position of an offset; the lines are counted once. */
export function indexPositions(text: string, file: string): (offset: number) => Position {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
    const line = findLastNotAbove(starts, offset);
    return { file, line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}

function findLastNotAbove(ascending: readonly number[], limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle;
    else high = middle;
  }
  return low;
}
