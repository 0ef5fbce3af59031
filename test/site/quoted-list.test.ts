import { expect, test } from "vitest";
import { formatReferences } from "../../src/site/quoted-list.ts";

const references = "ABCDEFGHIJ".split("");

test("up to eight references are named", () => {
  expect(formatReferences(["A"])).toBe('"A"');
  expect(formatReferences(references.slice(0, 8))).toBe('"A", "B", "C", "D", "E", "F", "G", "H"');
});

test("of more than eight the rest is counted", () => {
  expect(formatReferences(references)).toBe('"A", "B", "C", "D", "E", "F", "G", "H" and 2 more');
});
