/** Nothing is put off, and no check is switched off without a reason. */
import { expect, test } from "vitest";
import { listRepository, readText } from "./repository.ts";

const ownTest = "test/house/unfinished.test.ts";
const files = listRepository().filter(
  (path) => /\.(ts|mjs|c|h|py|sh|njk|md)$/.test(path) && path !== ownTest,
);

test("nothing is marked as still to be done", () => {
  expect(files.length).toBeGreaterThan(400);
  const marked = files.filter((path) => /\b(TODO|FIXME|XXX|HACK)\b/.test(readText(path)));
  expect(marked).toEqual([]);
});

test("the compiler is silenced nowhere", () => {
  const told = files.filter((path) => /@ts-(ignore|expect-error|nocheck)/.test(readText(path)));
  // it writes that line into a file that it makes
  expect(told).toEqual(["scripts/build-templates.mjs"]);
});

test("where the linter is silenced, a reason stands beside", () => {
  const silent = files.filter((path) => /biome-ignore [\w/]+:?\s*$/m.test(readText(path)));
  expect(silent).toEqual([]);
});

test("no path of one machine and no unfinished sentence of a template is left in the repository", () => {
  const private_ = files.filter((path) => /\/(work|home)\/[a-z]/.test(readText(path)));
  expect(private_).toEqual([]);
});
