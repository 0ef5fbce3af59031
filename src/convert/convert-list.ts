/** A dictionary of entries by name as a list, in the order of the names. */
import { type Document, isAlias, isMap, isNode, type Node, type YAMLMap, YAMLSeq } from "yaml";
import { compareCodePoints } from "../instance/reference.ts";
import { findPair, nameOf } from "./parameter-map.ts";

/** Entries with their comments; `withNames` keeps the names as a parameter of the entries. */
export function convertList(map: YAMLMap, withNames: boolean, document: Document): YAMLSeq {
  const list = new YAMLSeq(document.schema);
  if (map.flow) list.flow = true;
  const [first] = map.items;
  const pairs = [...map.items].sort((a, b) => compareCodePoints(nameOf(a), nameOf(b)));
  for (const pair of pairs) {
    const entry = takeEntry(pair.value, document);
    if (withNames && isMap(entry) && findPair(entry, "name") === undefined) {
      entry.items.push(document.createPair("name", nameOf(pair)));
    }
    // a comment before the first entry is the dictionary's own to the parser
    const comment = pair === first ? map.commentBefore : isNode(pair.key) && pair.key.commentBefore;
    if (comment) entry.commentBefore = comment;
    list.items.push(entry);
  }
  return list;
}

/** What an alias stands for is written out: its anchor may stand further down now. */
function takeEntry(value: unknown, document: Document): Node {
  if (isNode(value) && !isAlias(value)) return value;
  return document.createNode(isNode(value) ? value.toJS(document) : value);
}
