import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { parseJson } from "../../src/instance/text/json-text.ts";
import { findOffset, indexPositions, type ParsedText } from "../../src/instance/text/text-node.ts";
import { parseYaml } from "../../src/instance/text/yaml-text.ts";

/** Values whose every leaf is another number, so that its place in the text can be searched for. */
const shape = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    fc.constant(0),
    fc.array(tie("node"), { maxLength: 4 }),
    fc.dictionary(
      fc.string({ unit: "grapheme" }).filter((key) => key !== "__proto__" && key !== "<<"),
      tie("node"),
      {
        maxKeys: 4,
        noNullPrototype: true,
      },
    ),
  ),
})).node;

function numbered(value: unknown, next: { number: number }): unknown {
  if (Array.isArray(value)) return value.map((item) => numbered(item, next));
  if (typeof value !== "object" || value === null) return next.number++;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, numbered(item, next)]));
}

function leaves(value: unknown, path: (string | number)[] = []): [(string | number)[], unknown][] {
  if (Array.isArray(value)) return value.flatMap((item, i) => leaves(item, [...path, i]));
  if (typeof value !== "object" || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
}

function expectPlaces(parsed: ParsedText | undefined, text: string, value: unknown): void {
  if (parsed === undefined) throw new Error("not parsed");
  expect(parsed.value).toEqual(value);
  for (const [path, leaf] of leaves(value)) {
    expect(text.slice(findOffset(parsed.root, { path }))).toMatch(new RegExp(`^${leaf}\\b`));
  }
}

test("every value of a JSON text is found where it stands", () => {
  fc.assert(
    fc.property(shape, fc.constantFrom(undefined, 1, "\t"), (unnumbered, indent) => {
      const value = numbered(unnumbered, { number: 1000 });
      const text = JSON.stringify(value, null, indent);
      const parsed = parseJson(text);
      expectPlaces(parsed, text, value);
      for (const [path] of leaves(value)) {
        const key = path.at(-1);
        if (typeof key !== "string" || parsed === undefined) continue;
        const offset = findOffset(parsed.root, { path, isKey: true });
        expect(text.slice(offset).startsWith(JSON.stringify(key))).toBe(true);
      }
    }),
  );
});

test("every value of a YAML text is found where it stands", () => {
  fc.assert(
    fc.property(shape, (unnumbered) => {
      const value = numbered(unnumbered, { number: 1000 });
      const text = stringify(value);
      const parsed = parseYaml(text);
      expectPlaces("failures" in parsed ? undefined : parsed, text, value);
    }),
  );
});

test.each([
  ["the same line", "a: {b: 1, key: 2}", 10],
  ["quotes", "a:\n  'key': 1", 5],
  ["a value on the next line", "a:\n  key:\n    1", 5],
  ["no value", "a:\n  key:", 5],
  ["a dictionary as its value", "a:\n  key: {c: 1}", 5],
  ["an anchor", "a:\n  key: &x 1\nb: *x", 5],
])("a key is found where it stands, with %s", (_, text, offset) => {
  const parsed = parseYaml(text);
  if ("failures" in parsed) throw new Error("not parsed");
  expect(findOffset(parsed.root, { path: ["a", "key"], isKey: true })).toBe(offset);
});

test("a text that is not JSON is none", () => {
  for (const text of ["", "{", "{}{}", "[1,]", "{'a': 1}", "nul"]) expect(parseJson(text)).toBeUndefined();
});

test("lines end with any of the three ends, and columns count from 1", () => {
  const positionOf = indexPositions("ab\ncd\r\nef\rg", "F");
  expect([0, 1, 3, 7, 8, 10].map(positionOf)).toEqual([
    { file: "F", line: 1, column: 1 },
    { file: "F", line: 1, column: 2 },
    { file: "F", line: 2, column: 1 },
    { file: "F", line: 3, column: 1 },
    { file: "F", line: 3, column: 2 },
    { file: "F", line: 4, column: 1 },
  ]);
});
