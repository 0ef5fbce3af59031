import { expect, test } from "vitest";
import { exitCode, FailureError, InputError, PermissionError } from "../../src/issue/exit-code.ts";
import { formatPath } from "../../src/issue/format.ts";
import { error, hasErrors, outcome, place, warning } from "../../src/issue/issue.ts";
import { quote } from "../../src/issue/quote.ts";

const wrong = error(place("configuration"), "it is wrong");
const doubtful = warning(place("configuration"), "it is doubtful");

test("an outcome has its value beside warnings, and none beside an error", () => {
  expect(outcome("value", [])).toEqual({ value: "value", issues: [] });
  expect(outcome("value", [doubtful])).toEqual({ value: "value", issues: [doubtful] });
  expect(outcome("value", [doubtful, wrong])).toEqual({ value: undefined, issues: [doubtful, wrong] });
});

test("one error among warnings is an error", () => {
  expect([[], [doubtful], [wrong], [doubtful, wrong]].map(hasErrors)).toEqual([false, false, true, true]);
});

test("errors carry their exit code; one of bad input says all that is wrong", () => {
  const bad = new InputError([wrong, doubtful]);
  expect([bad.exitCode, new PermissionError("no").exitCode, new FailureError("no").exitCode]).toEqual([
    exitCode.input,
    exitCode.permission,
    exitCode.failure,
  ]);
  expect(bad.message).toBe("it is wrong; it is doubtful");
  expect([bad.issues, bad.source]).toEqual([[wrong, doubtful], undefined]);
});

test("text is cut after a hundred characters, however many code units they take", () => {
  expect(quote("x".repeat(100))).toBe(`"${"x".repeat(100)}"`);
  expect(quote("x".repeat(101))).toBe(`"${"x".repeat(100)}…"`);
  expect(quote("😀".repeat(100))).toBe(`"${"😀".repeat(100)}"`);
  expect(quote("😀".repeat(101))).toBe(`"${"😀".repeat(100)}…"`);
});

test("only the first dot of a path is left out", () => {
  expect(formatPath(["a", 0, "b", "c d"])).toBe('a[0].b."c d"');
  expect(formatPath([0, "b"])).toBe("[0].b");
});
