/** What a kind of Radio Unit is stands in its module: nowhere else is a kind's name compared. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { radioUnitKindNames } from "../../src/instance/radio-units/names.ts";

const source = resolve(import.meta.dirname, "../../src");
const kindModules = join(source, "instance/radio-units");

/** A link has a kind too: SDR cards or CPRI. */
const comparison = new RegExp(
  String.raw`(?:(?<!link\.kind )[!=]==|case) "(?:${radioUnitKindNames.join("|")})"`,
);

test("no file compares the name of a kind of Radio Unit", () => {
  const files = readdirSync(source, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(kindModules));
  expect(files.length).toBeGreaterThan(200);
  const comparing = files.filter((file) => comparison.test(readFileSync(file, "utf8")));
  expect(comparing.map((file) => relative(source, file))).toEqual([]);
});

test.each(radioUnitKindNames)("a comparison with %s would be found", (name) => {
  expect(comparison.test(`if (radioUnit.kind === "${name}")`)).toBe(true);
  expect(comparison.test(`case "${name}":`)).toBe(true);
  expect(comparison.test(`link.kind === "${name}"`)).toBe(false);
});
