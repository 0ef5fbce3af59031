/** Which names an interface, a subtap and its slaptap may have. */
import { describe, expect, test } from "vitest";
import { isInterfaceName } from "../../src/net/interface-name.ts";
import { maxSubtaps } from "../../src/net/limits.ts";
import { isSubtapName, parseParentName, parseSubtapNumber } from "../../src/net/subtap-name.ts";

test.each(["a", "0", "_", "slaptap16", "a.b_c-d", "a23456789012345"])("%j may name an interface", (name) => {
  expect(isInterfaceName(name)).toBe(true);
});

test.each(["", "a234567890123456", "-a", ".a", "a b", "a/b", " a", "a\n", "é", "a:1"])(
  "%j may not name an interface",
  (name) => {
    expect(isInterfaceName(name)).toBe(false);
  },
);

describe("a subtap's name", () => {
  test.each([1, 9, 10, 999, maxSubtaps])("with the number %i has its slaptap and its number", (number) => {
    expect(parseSubtapNumber("slaptap16", `slaptap16-${number}`)).toBe(number);
    expect(parseParentName(`slaptap16-${number}`)).toBe("slaptap16");
  });

  test.each(["0", "01", String(maxSubtaps + 1), "10000", "x", "", "1x", "x1", " 1", "+1", "1\n"])(
    "has no number %j",
    (number) => {
      expect(parseSubtapNumber("slaptap16", `slaptap16-${number}`)).toBeNull();
      expect(parseParentName(`slaptap16-${number}`)).toBeNull();
    },
  );

  test("belongs to one slaptap only, whose name may have a number itself", () => {
    expect(parseSubtapNumber("slaptap16", "slaptap161-1")).toBeNull();
    expect(parseSubtapNumber("slaptap16", "my-slaptap16-1")).toBeNull();
    expect(parseSubtapNumber("slap-1", "slap-1-2")).toBe(2);
    expect(parseParentName("slap-1-2")).toBe("slap-1");
  });

  test("is an interface's name, too", () => {
    expect(isSubtapName("slaptap16-1")).toBe(true);
    expect(isSubtapName("slaptap16")).toBe(false);
    expect(isSubtapName("slaptap16-0")).toBe(false);
    expect(isSubtapName("slaptap1616161-1")).toBe(false);
  });

  test("has a slaptap and a dash before its number", () => {
    expect(parseParentName("-1")).toBeNull();
    expect(parseParentName("16")).toBeNull();
  });
});
