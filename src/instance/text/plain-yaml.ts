/**
 * Plain YAML in one quick pass: dictionaries, lists and values, which is all that most parameter files have.
 * `yaml-text.ts` reads everything else, and says what is wrong with a text; what both can read they read alike.
 */
import {
  boolCoreTag,
  EVENT_ID,
  type Event,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  NOT_RESOLVED,
  nullCoreTag,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from "js-yaml";
import type { Issue } from "../../issue/issue.ts";
import { maxNesting } from "../limits.ts";
import { addChild, type ParsedText, type TextNode } from "./text-node.ts";

/**
 * The value of a text and where its parts stand; undefined where it is not YAML, or has more than dictionaries, lists
 * and values: anchors, merge keys, empty keys, tags, directives, blocks of text, a second document.
 */
export function parsePlainYaml(text: string): ParsedText | undefined {
  try {
    const [document, first, ...events] = parseEvents(text, { maxDepth: maxNesting });
    if (document?.type !== EVENT_ID.DOCUMENT || document.directives.length > 0) return undefined;
    if (first?.type !== EVENT_ID.MAPPING) return undefined;
    const reader: Reader = { text, events, at: 0, path: [], issues: [] };
    const root: TextNode = { offset: first.start, keyOffset: first.start };
    const value = readValue(reader, first, root);
    return takeEvent(reader).type === EVENT_ID.POP && reader.at === events.length
      ? { value, root, issues: reader.issues }
      : undefined;
  } catch (cause) {
    if (cause instanceof NotPlainError || cause instanceof YAMLException) return undefined;
    throw cause;
  }
}

class NotPlainError extends Error {}

type Reader = {
  readonly text: string;
  readonly events: readonly Event[];
  /** The next event. */
  at: number;
  readonly path: (string | number)[];
  readonly issues: Issue[];
};

function takeEvent(reader: Reader): Event {
  const event = reader.events[reader.at++];
  if (event === undefined) throw new NotPlainError();
  return event;
}

function readValue(reader: Reader, event: Event, node: TextNode): unknown {
  if (!("tagStart" in event) || event.tagStart >= 0 || event.anchorStart >= 0) throw new NotPlainError();
  if (event.type === EVENT_ID.SEQUENCE) return readList(reader, node);
  return event.type === EVENT_ID.MAPPING ? readDictionary(reader, node) : readScalar(reader, event);
}

function readList(reader: Reader, node: TextNode): unknown[] {
  const list: unknown[] = [];
  for (let event = takeEvent(reader); event.type !== EVENT_ID.POP; event = takeEvent(reader)) {
    const offset = event.type === EVENT_ID.SCALAR ? getOffset(event) : "start" in event ? event.start : -1;
    list.push(readEntry(reader, node, list.length, { offset, keyOffset: offset }, event));
  }
  return list;
}

const notPlainKeys: ReadonlySet<string> = new Set(["<<", "__proto__", ""]);

/** A value's place is where it is written if it is a plain one, else that of its key. */
function readDictionary(reader: Reader, node: TextNode): Record<string, unknown> {
  const dictionary: Record<string, unknown> = {};
  for (let event = takeEvent(reader); event.type !== EVENT_ID.POP; event = takeEvent(reader)) {
    if (event.type !== EVENT_ID.SCALAR) throw new NotPlainError();
    const key = readText(reader, event);
    if (notPlainKeys.has(key)) throw new NotPlainError();
    const entry = takeEvent(reader);
    const isWritten = entry.type === EVENT_ID.SCALAR && entry.valueEnd > entry.valueStart;
    const keyOffset = getOffset(event);
    const where = { offset: isWritten ? getOffset(entry) : keyOffset, keyOffset };
    dictionary[key] = readEntry(reader, node, key, where, entry);
  }
  return dictionary;
}

function readEntry(
  reader: Reader,
  node: TextNode,
  key: string | number,
  where: Pick<TextNode, "offset" | "keyOffset">,
  event: Event,
) {
  if (where.offset < 0) throw new NotPlainError();
  const child = addChild(node, key, where, reader.path, reader.issues);
  reader.path.push(key);
  const value = readValue(reader, event, child);
  reader.path.pop();
  return value;
}

/** Of a text in quotes the place is the first of them. */
function getOffset({ style, valueStart }: ScalarEvent): number {
  return style === SCALAR_STYLE.PLAIN ? valueStart : valueStart - 1;
}

function readText(reader: Reader, event: ScalarEvent): string {
  if (event.tagStart >= 0 || event.anchorStart >= 0 || event.style > SCALAR_STYLE.DOUBLE_QUOTED)
    throw new NotPlainError();
  return getScalarValue(reader.text, event);
}

function readScalar(reader: Reader, event: ScalarEvent): unknown {
  const text = readText(reader, event);
  return event.style === SCALAR_STYLE.PLAIN ? resolvePlain(text) : text;
}

const resolvers = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag];
const maybeNotText = /^(?:$|[-+.\d~nNtTfF])/;

/** A word without quotes as the core schema of YAML 1.2.2 §10.3 has it. */
function resolvePlain(text: string): unknown {
  if (!maybeNotText.test(text)) return text;
  for (const { resolve, tagName } of resolvers) {
    const value = resolve(text, false, tagName);
    if (value !== NOT_RESOLVED) return value;
  }
  return text;
}
