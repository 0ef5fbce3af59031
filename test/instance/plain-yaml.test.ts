import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { parsePlainYaml } from "../../src/instance/text/plain-yaml.ts";
import { parseYaml } from "../../src/instance/text/yaml-text.ts";

/** Whatever the quick reader takes, the full one takes too, with the same values, places and issues. */
function expectAlike(text: string): boolean {
  const quick = parsePlainYaml(text);
  if (quick !== undefined) expect({ text, ...quick }).toEqual({ text, ...parseYaml(text) });
  return quick !== undefined;
}

const words = fc.constantFrom(
  ..."a b1 1 -2 +3 007 0o17 0x1F 1_000 1e3 .5 -.inf .NaN 12:30 2001-01-01 ~ null True no y 'it''s' \"a\\n\"".split(
    " ",
  ),
  ..."- : ? , [ ] { } # | > & * ! % @ ` \" ' << __proto__".split(" "),
);
const spaces = fc.constantFrom("", " ", "\n", "\n  ", "\n    ", ": ", "\n- ", ", ", " # c\n", "\t");

test("any text of words and signs that is plain YAML is read as the full reader does", () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(words, spaces), { maxLength: 14 }), (parts) => {
      if (expectAlike(`a: ${parts.flat().join("")}`)) taken++;
    }),
    { numRuns: 2000 },
  );
  expect(taken).toBeGreaterThan(100);
});

test("parameter files are plain YAML", () => {
  const folder = join(import.meta.dirname, "../../examples");
  const examples = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
  expect(examples.length).toBeGreaterThan(1);
  for (const name of examples)
    expect([name, expectAlike(readFileSync(join(folder, name), "utf8"))]).toEqual([name, true]);
});

test("any values as YAML are read as the full reader does", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue()), (value) => {
      expectAlike(stringify(value));
      expectAlike(stringify(value, { collectionStyle: "flow", defaultStringType: "QUOTE_DOUBLE" }));
    }),
  );
});
