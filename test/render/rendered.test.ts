/** Every byte that is rendered of the reference cases: what a change of a template changes is seen in its diff. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { caseNames, newerCaseNames } from "./golden-cases.ts";
import { renderCase, renderText } from "./rendered-case.ts";

const golden = { 2024: folder("golden"), 2026: folder("golden-2026") };
const rendered = { 2024: folder("rendered"), 2026: folder("rendered-2026") };

const cases = [
  ...caseNames.map((name) => [name, 2024] as const),
  ...newerCaseNames.map((name) => [name, 2026] as const),
];

it("there is a folder for each reference case and no other", () => {
  expect(readdirSync(rendered[2024]).sort()).toEqual([...caseNames].sort());
  expect(readdirSync(rendered[2026]).sort()).toEqual([...newerCaseNames].sort());
});

describe.each(cases)("%s of %s", (name, layout) => {
  it("is rendered as it stands in the repository (else: npm run golden)", async () => {
    const made = await renderCase(readFileSync(join(golden[layout], `${name}.json`), "utf8"), name);
    expect(Object.fromEntries(made)).toEqual(readFiles(join(rendered[layout], name)));
  });

  it("is rendered the same of what slapconfiguration hands over", async () => {
    const { instance } = JSON.parse(readFileSync(join(golden[layout], `${name}.json`), "utf8"));
    const { "instance.json": _, ...files } = readFiles(join(rendered[layout], name));
    expect(Object.fromEntries(await renderText(JSON.stringify(instance), name))).toEqual(files);
  });
});

function folder(name: string): string {
  return join(import.meta.dirname, "..", name);
}

function readFiles(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const places = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(places.map((place) => [relative(folder, place), readFileSync(place, "utf8")]));
}
