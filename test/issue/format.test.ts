import fc from "fast-check";
import { expect, test } from "vitest";
import { formatIssue, formatPath, formatSourceLine } from "../../src/issue/format.ts";
import { error, place, placeInShared, warning, withGuess } from "../../src/issue/issue.ts";
import { quote } from "../../src/issue/quote.ts";

test("a guess reads as one", () => {
  const issue = withGuess(
    error(placeInShared("CELL1", "ru", "ru_ref"), 'Radio Unit "RU9" does not exist'),
    '"RU1"',
  );
  expect(formatIssue(issue)).toBe(
    'shared "CELL1": ru.ru_ref: Radio Unit "RU9" does not exist; perhaps "RU1"',
  );
});

test("an issue says the shared instance, the path, what is wrong and what is expected", () => {
  const issue = error(placeInShared("CELL1", "ru", "ru_ref"), 'Radio Unit "RU9" does not exist', '"RU1"');
  expect(formatIssue(issue)).toBe(
    'shared "CELL1": ru.ru_ref: Radio Unit "RU9" does not exist; expected: "RU1"',
  );
});

test("an issue of the instance itself has the path alone", () => {
  expect(formatIssue(error(place("configuration", "enb_id"), "missing"))).toBe(
    "configuration.enb_id: missing",
  );
});

test("an issue of the input as a whole has no place", () => {
  expect(formatIssue(error(place(), "the input is empty"))).toBe("the input is empty");
});

test("a known position comes first, then whether it is a warning", () => {
  const issue = warning(placeInShared("RU1", "mac_addr"), "used twice");
  expect(formatIssue({ ...issue, position: { file: "site.yaml", line: 3, column: 7 } })).toBe(
    'site.yaml:3:7: warning: shared "RU1": mac_addr: used twice',
  );
});

test("indices stand in brackets and odd names in quotes", () => {
  expect(formatPath(["sdr_dev_list", 0])).toBe("sdr_dev_list[0]");
  expect(formatPath(["configuration", "mme_list", "a b.c", "mme_addr"])).toBe(
    'configuration.mme_list."a b.c".mme_addr',
  );
  expect(formatPath(["user-authorized-key"])).toBe("user-authorized-key");
});

test("control characters in a reference are shown, not sent to the terminal", () => {
  const issue = error(placeInShared('a\n"b"\u001b[31m\u202e'), "missing");
  expect(formatIssue(issue)).toBe('shared "a\\n\\"b\\"\\u001b[31m\\u202e": missing');
});

test("an issue is one line without control characters, whatever it is about", () => {
  const text = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(text, fc.array(fc.oneof(text, fc.nat())), text, text, (shared, path, what, right) => {
      expect(formatIssue(error(placeInShared(shared, ...path), what, right))).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    }),
  );
});

test("a reference in quotes reads back as itself", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 100 }), (text) => {
      fc.pre([...text].length <= 100);
      expect(JSON.parse(quote(text))).toBe(text);
    }),
  );
});

test("a long reference is cut", () => {
  expect(quote("x".repeat(4096))).toBe(`"${"x".repeat(100)}…"`);
});

test("the source line has a caret below the place", () => {
  const issue = { ...error(place(), "wrong"), position: { file: "f", line: 2, column: 8 } };
  expect(formatSourceLine(issue, "a: 1\n  pci: 504\nb: 2\n")).toBe("      pci: 504\n           ^");
});

test("of a long line only what is around the place is shown", () => {
  const issue = { ...error(place(), "wrong"), position: { file: "f", line: 1, column: 1001 } };
  const shown = formatSourceLine(issue, `${"a".repeat(1000)}!${"b".repeat(1000)}`);
  expect(shown).toBe(`    ${"a".repeat(60)}!${"b".repeat(59)}\n    ${" ".repeat(60)}^`);
});

test("there is no source line where the position is not known or not in the source", () => {
  expect(formatSourceLine(error(place(), "wrong"), "a")).toBeUndefined();
  const beyond = { ...error(place(), "wrong"), position: { file: "f", line: 9, column: 1 } };
  expect(formatSourceLine(beyond, "a")).toBeUndefined();
});
