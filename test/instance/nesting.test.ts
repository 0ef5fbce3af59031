/** Texts that are nested deeply: read, or refused with the place, and never the end of the process. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { maxNesting } from "../../src/instance/limits.ts";
import { load } from "../../src/instance/load.ts";
import { parseYaml } from "../../src/instance/text/yaml-text.ts";
import { loadConfiguration } from "../../src/vlan/load-configuration.ts";

const tooDeep = { what: "nested too deeply", expected: `at most ${maxNesting} deep` };

type Kind = "[" | "{" | "-" | "a:";

/** YAML with these lists and dictionaries in each other; those in brackets are inside of all others. */
function nest(kinds: readonly Kind[]): string {
  const inLines = kinds.filter((kind) => kind === "-" || kind === "a:");
  const inBrackets = kinds.filter((kind) => kind === "[" || kind === "{");
  const lines = inLines.map((kind, depth) => `${" ".repeat(depth)}${kind}`);
  const opened = inBrackets.map((kind) => (kind === "{" ? "{ b: " : "[")).join("");
  const closed = inBrackets
    .map((kind) => (kind === "{" ? "}" : "]"))
    .reverse()
    .join("");
  return `${lines.join("\n")}${lines.length === 0 ? "" : "\n"}${" ".repeat(lines.length)}${opened}1${closed}`;
}

/** What is inside of so many levels. */
function unpack(value: unknown, depth: number): unknown {
  let inner = value;
  for (let level = 0; level < depth; level++) [inner] = Object.values(inner as object);
  return inner;
}

const kinds = (limits: { minLength: number; maxLength: number }) =>
  fc.array(fc.constantFrom<Kind>("[", "{", "-", "a:"), { ...limits, size: "max" });

test("what is nested as deeply as it may be is read", () => {
  fc.assert(
    fc.property(kinds({ minLength: 1, maxLength: maxNesting }), (nested) => {
      const parsed = parseYaml(nest(nested));
      if ("failures" in parsed) throw new Error(`${parsed.failures[0]?.issue.what}`);
      expect(unpack(parsed.value, nested.length)).toBe(1);
    }),
  );
});

test("what is nested deeper is refused, with its place in the text", () => {
  fc.assert(
    fc.property(kinds({ minLength: maxNesting + 1, maxLength: 500 }), (nested) => {
      const text = nest(nested);
      const parsed = parseYaml(text);
      const failures = "failures" in parsed ? parsed.failures : [];
      expect(failures).toMatchObject([{ issue: tooDeep }]);
      // at the level that is one too many: each has a line or a bracket of its own
      const before = text.slice(0, failures[0]?.offset).match(/[[{]|-|a:/g) ?? [];
      expect(before).toHaveLength(maxNesting);
    }),
  );
});

/** What opens a level, or is a step of its own for the parser. */
const opening = fc.constantFrom(
  "[",
  "{",
  "{a: ",
  "[a: ",
  "- ",
  "? ",
  ": ",
  "a: ",
  "&a ",
  "!a ",
  "'",
  '"',
  ",",
  "]",
  "}",
  "\n",
  "\n ",
  "#",
  "|",
);

test("whatever is opened and never closed ends nothing, in parameters and for the switch", {
  timeout: 120_000,
}, async () => {
  const piece = fc.tuple(fc.array(opening, { minLength: 1, maxLength: 4 }), fc.constantFrom(1, 50, 3000));
  const anyText = fc.array(piece, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(anyText, async (pieces) => {
      const text = pieces.map(([words, times]) => words.join("").repeat(times)).join("");
      for (const { issues } of [await load(text, "given"), await loadConfiguration(text, "given")]) {
        expect(issues.map(({ what }) => what).join()).not.toMatch(/call stack|RangeError/);
      }
    }),
    { numRuns: 25 },
  );
});

test.each(["[", "{a: ", "- ", "? ", "&a [", "!a ", "[a: "])(
  "thousands of %j are refused with a place",
  async (opened) => {
    for (const times of [150, 1500, 20_000]) {
      const text = `ports: \n  ${opened.repeat(times)}`;
      for (const { issues } of [await load(text, "given"), await loadConfiguration(text, "given")]) {
        expect(issues).toMatchObject([{ ...tooDeep, position: { file: "given", line: 2 } }]);
        const [issue] = issues;
        expect(issue?.position?.column).toBeGreaterThan(maxNesting * opened.length - 5);
        expect(issue?.position?.column).toBeLessThan((maxNesting + 2) * opened.length + 5);
      }
    }
  },
);

test("brackets in texts and comments are no levels", async () => {
  const brackets = "[{".repeat(maxNesting);
  const text = `ports: {} # ${brackets}\n"${brackets}": '${brackets}'\n${brackets.replace(/./g, "x")}: |\n  ${brackets}\n`;
  const parsed = parseYaml(text);
  expect("failures" in parsed ? parsed.failures : []).toEqual([]);
});
