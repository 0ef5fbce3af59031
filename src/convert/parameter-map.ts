/** A dictionary of parameters in a document: what is written anew stands where the older was, with its comments. */
import { type Document, isMap, isNode, isScalar, type Node, type Pair, type YAMLMap } from "yaml";

/** The value under a key, as a value of JavaScript; undefined where there is none. */
export function readValue(map: YAMLMap, key: string, document: Document): unknown {
  const value = findPair(map, key)?.value;
  return isNode(value) ? value.toJS(document) : undefined;
}

/** Puts a value under another key in place of the first of `olderKeys` that is there, and removes the others. */
export function replaceKeys(
  map: YAMLMap,
  olderKeys: readonly string[],
  key: string,
  value: unknown,
  document: Document,
): void {
  const older = olderKeys.flatMap((one) => findPair(map, one) ?? []);
  const [first] = older;
  if (first === undefined) return;
  const pair = document.createPair(key, value) as Pair<Node, Node | null>;
  pair.key.commentBefore = joinComments(older);
  pair.key.spaceBefore = isNode(first.key) ? (first.key.spaceBefore ?? false) : false;
  map.items.splice(map.items.indexOf(first), 1, pair);
  map.items = map.items.filter((one) => !older.includes(one));
}

/** Removes keys with their comments. */
export function removeKeys(map: YAMLMap, keys: readonly string[]): void {
  map.items = map.items.filter((pair) => !keys.includes(nameOf(pair)));
}

export function findPair(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => nameOf(pair) === key);
}

export function nameOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

/** The comments before pairs and beside their values, in order. */
export function joinComments(pairs: readonly Pair[]): string | null {
  const comments = pairs.flatMap(({ key, value }) => [
    isNode(key) ? key.commentBefore : null,
    isNode(value) && !isMap(value) ? value.comment : null,
  ]);
  return comments.filter((comment) => comment).join("\n") || null;
}
