import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("every test that SECURITY.md names is there", () => {
  const page = readFileSync(new URL("../../../SECURITY.md", import.meta.url), "utf8");
  const folder = new URL("./", import.meta.url);
  const tests = readdirSync(folder)
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("\n");
  const rows = page.split("\n").filter((line) => line.startsWith("| ") && line.includes("`"));
  const titles = rows.flatMap((row) =>
    [...(row.split(" | ")[1] ?? "").matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? ""),
  );
  expect(rows.length).toBeGreaterThan(15);
  expect(titles.length).toBeGreaterThan(50);
  // A title of test.each has its cases' names in it; what stands in the source is what counts.
  const written = tests.replaceAll('\\"', '"');
  expect(titles.filter((title) => !written.includes(`"${title}"`))).toEqual([]);
});
