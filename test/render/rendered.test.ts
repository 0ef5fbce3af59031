/** Every byte that is rendered of the reference cases: what a change of a template changes is seen in its diff. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { caseNames } from "./golden-cases.ts";
import { renderCase, renderText } from "./rendered-case.ts";

const golden = join(import.meta.dirname, "../golden");
const rendered = join(import.meta.dirname, "../rendered");

it("there is a folder for each reference case and no other", () => {
  expect(readdirSync(rendered).sort()).toEqual([...caseNames].sort());
});

describe.each(caseNames)("%s", (name) => {
  it("is rendered as it stands in the repository (else: npm run golden)", async () => {
    const made = await renderCase(readFileSync(join(golden, `${name}.json`), "utf8"), name);
    expect(Object.fromEntries(made)).toEqual(readFiles(join(rendered, name)));
  });

  it("is rendered the same of what slapconfiguration hands over", async () => {
    const { instance } = JSON.parse(readFileSync(join(golden, `${name}.json`), "utf8"));
    const { "instance.json": _, ...files } = readFiles(join(rendered, name));
    expect(Object.fromEntries(await renderText(JSON.stringify(instance), name))).toEqual(files);
  });
});

function readFiles(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const places = entries.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(places.map((place) => [relative(folder, place), readFileSync(place, "utf8")]));
}
