/** JSON with the places of its keys and values, which JSON.parse does not give. */
import { error, type Issue, place } from "../../issue/issue.ts";
import { maxNesting } from "../limits.ts";
import { parseJsonValue } from "./json-value.ts";
import { addChild, type ParsedText, type TextNode } from "./text-node.ts";

/** A dictionary or list that is not closed yet; `index` counts the entries of a list. */
type Open = { readonly node: TextNode; readonly isList: boolean; index: number };

/** A JSON text; undefined where it is none. */
export function parseJson(text: string): ParsedText | undefined {
  const value = parseJsonValue(text);
  return value === undefined ? undefined : { value, ...makeTree(text) };
}

/**
 * The tree of a text that is known to be JSON, by one pass without recursion. A value's place is where a
 * string, number or word starts, but that of its key where it is a dictionary or list.
 */
function makeTree(text: string): Pick<ParsedText, "root" | "issues"> {
  const root: TextNode = { offset: 0, keyOffset: 0 };
  const issues: Issue[] = [];
  const open: Open[] = [];
  const path: (string | number)[] = [];
  let key: { name: string; offset: number } | undefined;

  const startValue = (offset: number): TextNode => {
    const parent = open.at(-1);
    if (parent === undefined) return Object.assign(root, { offset, keyOffset: offset });
    const isScalar = text[offset] !== "{" && text[offset] !== "[";
    const name = parent.isList ? parent.index++ : (key?.name ?? "");
    const keyOffset = key?.offset ?? offset;
    const where = { offset: isScalar ? offset : keyOffset, keyOffset };
    const child = addChild(parent.node, name, where, path, issues);
    key = undefined;
    path.push(name);
    return child;
  };

  for (let at = 0; at < text.length; ) {
    const end = findTokenEnd(text, at);
    switch (text[at]) {
      case "{":
      case "[":
        if (open.length === maxNesting) {
          issues.push(error(place(...path.slice(0, 3)), "nested too deeply", `at most ${maxNesting} deep`));
          return { root, issues };
        }
        open.push({ node: startValue(at), isList: text[at] === "[", index: 0 });
        break;
      case "}":
      case "]":
        open.pop();
        path.pop();
        break;
      case '"':
        if (open.at(-1)?.isList === false && key === undefined) {
          key = { name: JSON.parse(text.slice(at, end)), offset: at };
          break;
        }
        startValue(at);
        path.pop();
        break;
      case ":":
      case ",":
      case " ":
      case "\t":
      case "\n":
      case "\r":
        break;
      default:
        startValue(at);
        path.pop();
    }
    at = end;
  }
  return { root, issues };
}

/** Where the token that starts here ends; white space and punctuation are one character each. */
function findTokenEnd(text: string, start: number): number {
  if (text[start] === '"') {
    let end = start + 1;
    while (end < text.length && text[end] !== '"') end += text[end] === "\\" ? 2 : 1;
    return end + 1;
  }
  let end = start + 1;
  if (!isInWord(text.charCodeAt(start))) return end;
  while (isInWord(text.charCodeAt(end))) end++;
  return end;
}

/** Letters, digits and signs, which all of JSON's other punctuation and white space is not. */
function isInWord(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x61 && unit <= 0x7a) || isSign(unit) || unit === 0x45;
}

function isSign(unit: number): boolean {
  return unit === 0x2b || unit === 0x2d || unit === 0x2e;
}
