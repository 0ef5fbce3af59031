import { expect, test } from "vitest";
import { formatDifference, formatRefusal, makeChange, parseChange, refuse } from "../../src/tap/change.ts";

test("a line of the trampoline's answer is read as a change, any other line as none", () => {
  expect(parseChange("removed slaptap16-1 route-network")).toEqual({
    verb: "removed",
    name: "slaptap16-1",
    what: "route-network",
    found: null,
    wanted: null,
  });
});

test.each([
  "",
  "ok 1 taps, 2 changes",
  "created slaptap16-1",
  "created slaptap16-1 nothing",
  "made slaptap16-1 link",
  "created slaptap16-1 link now",
  "link",
])("%j is not a change", (line) => {
  expect(parseChange(line)).toBeNull();
});

test.each([
  [null, null, "changed slaptap16-1 mtu"],
  ["1400", null, "changed slaptap16-1 mtu: 1400"],
  [null, "1500", "changed slaptap16-1 mtu: 1500"],
  ["1400", "1500", "changed slaptap16-1 mtu: 1400, wanted 1500"],
])("what is there (%j) and what is wanted (%j) stand behind a change", (found, wanted, text) => {
  expect(formatDifference(makeChange("changed", "slaptap16-1", "mtu", found, wanted))).toBe(text);
});

test("a refusal is said with what would help, where anything would", () => {
  expect(formatRefusal(refuse(4, "slaptap16", "does not exist", "make it"))).toBe(
    "slaptap16 does not exist: make it",
  );
  expect(formatRefusal(refuse(4, "slaptap16", "does not exist"))).toBe("slaptap16 does not exist");
});
