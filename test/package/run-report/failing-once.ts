/** Tests that fail at their first attempt; ONCE_FOLDER keeps what was attempted. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";

/** Whether it was asked for this name before. */
function wasAttempted(name: string): boolean {
  const path = join(process.env.ONCE_FOLDER ?? "", name);
  if (existsSync(path)) return true;
  writeFileSync(path, "");
  return false;
}

test("passes at once", () => {});
test("passes at the second attempt", () => expect(wasAttempted("test")).toBe(true));
test("a property that fails once", () => fc.assert(fc.property(fc.nat(), () => wasAttempted("property"))));
test.skip("does not run", () => {});
