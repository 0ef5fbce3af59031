import { join } from "node:path";
import { expect, test } from "vitest";
import { findTrampoline } from "../../src/tap/trampoline/trampoline-path.ts";

test("the trampoline is that of the package", () => {
  expect(findTrampoline({})).toBe(join(import.meta.dirname, "../../trampoline/netcapdo"));
  expect(findTrampoline({ ORS_TRAMPOLINE: "" })).toBe(findTrampoline({}));
});

test("ORS_TRAMPOLINE names another one", () => {
  expect(findTrampoline({ ORS_TRAMPOLINE: "/opt/netcapdo" })).toBe("/opt/netcapdo");
});
