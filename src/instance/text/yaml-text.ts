/** YAML with the places of its keys and values. Loaded for input that is not JSON only. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
} from "yaml";
import { error, type Issue, place, withGuess } from "../../issue/issue.ts";
import { maxNesting, maxYamlLength } from "../limits.ts";
import { findTooDeep } from "./nesting.ts";
import { addChild, type ParsedText, type Path, type TextNode } from "./text-node.ts";

/** Why a text is not YAML, and where. */
export type YamlFailure = { readonly issue: Issue; readonly offset: number };

/**
 * A YAML text (1.2, one document, keys are text as written, `<<` merges). Never throws: texts that overwhelm
 * the parser are failures as well.
 */
export function parseYaml(text: string): ParsedText | { readonly failures: readonly YamlFailure[] } {
  if (text.length > maxYamlLength) {
    const what = `not JSON, and with ${text.length} characters too long for YAML`;
    return { failures: [{ issue: error(place(), what, `at most ${maxYamlLength}`), offset: 0 }] };
  }
  const tooDeep = findTooDeep(text);
  if (tooDeep !== undefined) return { failures: [makeDepthFailure(tooDeep)] };
  try {
    const document = parseDocument(text, {
      prettyErrors: false,
      stringKeys: true,
      uniqueKeys: false,
      merge: true,
      logLevel: "error",
    });
    const [first] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
    if (first === undefined) return makeTree(document);
    // one tab puts every line after it in the wrong place: what follows the first is no news
    return { failures: [makeFailure(first, text)] };
  } catch (cause) {
    if (cause instanceof TooDeepError) return { failures: [makeDepthFailure(cause.offset)] };
    return { failures: [{ issue: makeNotYamlIssue(formatReason(cause)), offset: 0 }] };
  }
}

/** A list with dictionaries in the same column is two levels, of which {@link findTooDeep} sees one. */
class TooDeepError extends Error {
  readonly offset: number;
  constructor(offset: number) {
    super("nested too deeply");
    this.offset = offset;
  }
}

function makeDepthFailure(offset: number): YamlFailure {
  return { issue: error(place(), "nested too deeply", `at most ${maxNesting} deep`), offset };
}

/** Values come first: there aliases that multiply are refused. */
function makeTree(document: Document.Parsed): ParsedText {
  const value: unknown = document.toJS();
  const builder = { document, issues: [] as Issue[], built: new Map<Node, TextNode>() };
  const start = document.contents?.range?.[0] ?? 0;
  const root: TextNode = { offset: start, keyOffset: start };
  addChildren(root, document.contents, [], builder);
  return { value, root, issues: builder.issues };
}

/** `built` has what anchors stand for, whose parts their aliases share. */
type Builder = {
  readonly document: Document;
  readonly issues: Issue[];
  readonly built: Map<Node, TextNode>;
};

function addChildren(parent: TextNode, node: Node | null, path: Path, builder: Builder): void {
  if (path.length > maxNesting) throw new TooDeepError(parent.offset);
  if (node === null) return;
  builder.built.set(node, parent);
  if (isSeq<Node>(node)) {
    node.items.forEach((item, index) => {
      const offset = item.range?.[0] ?? parent.offset;
      addEntry(parent, index, item, { offset, keyOffset: offset }, path, builder);
    });
  } else if (isMap<Node, Node | null>(node)) {
    for (const pair of node.items) {
      const key = getKey(pair);
      if (key !== "<<") addEntry(parent, key, pair.value, findOffsets(pair, parent), path, builder);
    }
  }
}

function addEntry(
  parent: TextNode,
  key: string | number,
  node: Node | null,
  where: Pick<TextNode, "offset" | "keyOffset">,
  path: Path,
  builder: Builder,
): void {
  const child = addChild(parent, key, where, path, builder.issues);
  const anchored = isAlias(node) ? node.resolve(builder.document) : undefined;
  const shared = anchored && builder.built.get(anchored);
  if (shared === undefined) addChildren(child, node, [...path, key], builder);
  else if (shared.children !== undefined) child.children = shared.children;
}

function getKey({ key }: Pair<Node, Node | null>): string {
  return isScalar(key) ? String(key.value) : String(key);
}

/** Where the value stands if it is a plain one that was written, else its key. */
function findOffsets({ key, value }: Pair<Node, Node | null>, { offset: outer }: TextNode) {
  const keyOffset = key.range?.[0] ?? outer;
  const isWritten = isScalar(value) && value.source !== "";
  return { offset: (isWritten ? value.range?.[0] : undefined) ?? keyOffset, keyOffset };
}

function makeFailure({ code, message, pos: [offset] }: YAMLError, text: string): YamlFailure {
  const what = code === "MULTIPLE_DOCS" ? "more than one YAML document" : makeNotYamlIssue(message).what;
  const [, key, value] = /^([\w-]+):(\S+)/.exec(text.slice(offset, offset + 200)) ?? [];
  if (key !== undefined && value !== undefined)
    return { issue: withGuess(makeNotYamlIssue("no space after a colon"), `${key}: ${value}`), offset };
  return { issue: error(place(), what, "one YAML document or JSON"), offset };
}

function makeNotYamlIssue(why: string): Issue {
  return error(place(), `neither JSON nor YAML: ${why.charAt(0).toLowerCase()}${why.slice(1)}`);
}

function formatReason(cause: unknown): string {
  if (cause instanceof RangeError) return "nested too deeply";
  return cause instanceof Error ? cause.message : String(cause);
}
