/** All issues of one text, as lines for a person. */
import { describe, expect, test } from "vitest";
import { formatIssues, type PaintIssue } from "../../src/issue/format.ts";
import { error, type Issue, place, placeInShared, sortByPosition, warning } from "../../src/issue/issue.ts";
import { isSecret } from "../../src/issue/secret.ts";

const source = "first\nsecond\nthird\n";
const at = (issue: Issue, line: number, column: number): Issue => ({
  ...issue,
  position: { file: "site.yaml", line, column },
});

describe("the lines of issues", () => {
  test("stand in the order of the text, what has no position first, each with its line of the text", () => {
    const issues = [at(error(place("c"), "is wrong"), 3, 2), at(warning(place("b"), "is odd"), 2, 1)];
    expect(formatIssues([...issues, error(place("a"), "is missing")], source)).toEqual([
      "a: is missing",
      "site.yaml:2:1: warning: b: is odd",
      "    second\n    ^",
      "site.yaml:3:2: c: is wrong",
      "    third\n     ^",
      "2 errors, 1 warning",
    ]);
  });

  test("have no line of the text where there is no text, or where it could hold a password", () => {
    const secret = at(error(place("monitor-password"), "is short"), 1, 1);
    expect(formatIssues([secret], source)).toEqual(["site.yaml:1:1: monitor-password: is short"]);
    const beside = at(error(place("acces"), "unknown key"), 1, 30);
    for (const line of ["{shm: a.sock, secret: sesame, acces: 1}", '{"user-password": "sesame", "acces": 1}'])
      expect(formatIssues([beside], line)).toEqual(["site.yaml:1:30: acces: unknown key"]);
    expect(formatIssues([at(error(place("a"), "is wrong"), 1, 1)], undefined)).toEqual([
      "site.yaml:1:1: a: is wrong",
    ]);
  });

  test("have colours by severity, and the text's own is dim", () => {
    const paint: PaintIssue = (style, text) => `<${style}>${text.split("\n")[0]}`;
    expect(
      formatIssues([at(error(place(), "bad"), 1, 1), at(warning(place(), "odd"), 2, 1)], source, paint),
    ).toEqual([
      "<red>site.yaml:1:1: bad",
      "<dim>    first",
      "<yellow>site.yaml:2:1: warning: odd",
      "<dim>    second",
    ]);
  });

  test.each([
    [0, 0, undefined],
    [2, 0, undefined],
    [1, 2, "1 error, 2 warnings"],
    [3, 0, "3 errors"],
    [0, 3, "3 warnings"],
  ])("end with their count from three on: %i errors and %i warnings", (errors, warnings, count) => {
    const issues = [
      ...Array.from({ length: errors }, (_, index) => error(place(index), "bad")),
      ...Array.from({ length: warnings }, (_, index) => warning(place(index), "odd")),
    ];
    const lines = formatIssues(issues, source);
    expect(lines.length).toBe(issues.length + (count === undefined ? 0 : 1));
    if (count !== undefined) expect(lines.at(-1)).toBe(count);
  });
});

test("issues are sorted by line, then by column; those at one place stay as they were, and so does the list", () => {
  const places = [
    [2, 1, "a"],
    [1, 9, "b"],
    [1, 2, "c"],
    [2, 1, "d"],
  ] as const;
  const issues = places.map(([line, column, what]) => at(error(place(), what), line, column));
  expect(
    sortByPosition([...issues, error(place(), "e")])
      .map(({ what }) => what)
      .join(""),
  ).toBe("ecbad");
  expect(issues.map(({ what }) => what).join("")).toBe("abcd");
});

test("a place is secret by its last key alone", () => {
  expect(isSecret(place("configuration", "websocket_password"))).toBe(true);
  expect(isSecret(placeInShared("RU1", "netconf_password"))).toBe(true);
  expect(isSecret(place("xlog_fluentbit_forward_shared_key"))).toBe(true);
  expect(isSecret(place("password", "name"))).toBe(false);
  expect(isSecret(place("passwords", 0))).toBe(false);
  expect(isSecret(place())).toBe(false);
});
