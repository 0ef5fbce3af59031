/**
 * How deep YAML is nested, before it is parsed: the parser calls itself at each level, and where the stack is used up
 * V8 may end the whole process ("RegExpCompiler Allocation failed") in place of throwing.
 */
import { Lexer } from "yaml";
import { maxNesting } from "../limits.ts";

/** Where a YAML text is nested deeper than {@link maxNesting}, as an offset; undefined where it is not. */
export function findTooDeep(text: string): number | undefined {
  return findLongRun(text) ?? findDeepToken(text);
}

/** Indicators of block collections, tags and anchors one after the other in a line: the lexer calls itself for each. */
function findLongRun(text: string): number | undefined {
  let run = 0;
  for (const { 0: word, index } of text.matchAll(/\S+|\n/g)) {
    run = isIndicator.test(word) ? run + 1 : 0;
    if (run > maxNesting) return index;
  }
  return undefined;
}

/** Perhaps behind the beginning of a list or dictionary. */
const isIndicator = /^[[{,]*(?:[-?:]$|[!&])/;

type Depth = {
  /** Columns at which block collections have begun that are not over, in rising order. */
  readonly columns: number[];
  flow: number;
  /** Where this line begins, and its first key does. */
  lineStart: number;
  keyColumn: number | undefined;
};

function findDeepToken(text: string): number | undefined {
  const depth: Depth = { columns: [], flow: 0, lineStart: 0, keyColumn: undefined };
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    if (isMark(token)) continue;
    takeToken(depth, token, offset);
    if (depth.columns.length + depth.flow > maxNesting) return offset;
    offset += token.length;
    const newline = token.lastIndexOf("\n");
    if (newline < 0) continue;
    depth.lineStart = offset - token.length + newline + 1;
    depth.keyColumn = undefined;
  }
  return undefined;
}

/** What the lexer puts in that is not of the text: the beginning of a document or of a scalar, the end of a flow. */
function isMark(token: string): boolean {
  return token === "\u0002" || token === "\u0018" || token === "\u001f";
}

function takeToken(depth: Depth, token: string, offset: number): void {
  const column = offset - depth.lineStart;
  switch (token) {
    case "[":
    case "{":
      depth.keyColumn ??= column;
      depth.flow += 1;
      break;
    case "]":
    case "}":
      depth.flow = Math.max(0, depth.flow - 1);
      break;
    case "-":
    case "?":
      if (depth.flow === 0) openBlock(depth.columns, column);
      break;
    case ":":
      if (depth.flow === 0) openBlock(depth.columns, depth.keyColumn ?? column);
      break;
    default:
      if (token.trim() !== "") depth.keyColumn ??= column;
  }
}

function openBlock(columns: number[], column: number): void {
  while ((columns.at(-1) ?? -1) > column) columns.pop();
  if ((columns.at(-1) ?? -1) < column) columns.push(column);
}
