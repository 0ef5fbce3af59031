/** Small files, functions that fit on a screen, folders that fit in the head. */
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { countLines, findQuantile, measureFunctions, readSourceFiles } from "./source-files.ts";

const files = readSourceFiles();
const most = { medianLines: 60, lines: 250, p95FunctionLines: 26, functionLines: 60, filesOfAFolder: 16 };

test("files have at most 60 lines in the median, and none has more than 250", () => {
  const sizes = files.map(({ name, text }) => ({ name, lines: countLines(text) }));
  expect(sizes.length).toBeGreaterThan(200);
  const lines = sizes.map((size) => size.lines);
  expect(findQuantile(lines, 0.5)).toBeLessThanOrEqual(most.medianLines);
  expect(sizes.filter((size) => size.lines > most.lines)).toEqual([]);
});

test("19 of 20 functions have at most 26 lines, and none has more than 60", () => {
  const sizes = files.flatMap(measureFunctions);
  expect(sizes.length).toBeGreaterThan(1000);
  const lines = sizes.map((size) => size.lines);
  expect(findQuantile(lines, 0.95)).toBeLessThanOrEqual(most.p95FunctionLines);
  expect(sizes.filter((size) => size.lines > most.functionLines)).toEqual([]);
});

test("no folder has more than 16 files", () => {
  const counts = new Map<string, number>();
  for (const { name } of files) counts.set(dirname(name), (counts.get(dirname(name)) ?? 0) + 1);
  expect([...counts].filter(([, count]) => count > most.filesOfAFolder)).toEqual([]);
});

test("a function's lines are counted from its first to its last, also one inside another", () => {
  const text = "function outer() {\n  const inner = () => {\n    return 1;\n  };\n  return { inner };\n}\n";
  expect(measureFunctions({ name: "a.ts", text })).toEqual([
    { name: "a.ts: outer", lines: 6 },
    { name: "a.ts: inner", lines: 3 },
  ]);
});
