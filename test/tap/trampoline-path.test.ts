import { join } from "node:path";
import { expect, test } from "vitest";
import { trampolinePath } from "../../src/tap/trampoline/trampoline-path.ts";

test("the trampoline is that of the package", () => {
  expect(trampolinePath({})).toBe(join(import.meta.dirname, "../../trampoline/netcapdo"));
  expect(trampolinePath({ ORS_TRAMPOLINE: "" })).toBe(trampolinePath({}));
});

test("ORS_TRAMPOLINE names another one", () => {
  expect(trampolinePath({ ORS_TRAMPOLINE: "/opt/netcapdo" })).toBe("/opt/netcapdo");
});
