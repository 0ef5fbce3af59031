/** Subtaps that operators take down, and where the state lies. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isSubtapName } from "../../src/net/subtap-name.ts";
import { getStateFolder } from "../../src/state/state-folder.ts";
import { getMarksFolder, readTakenDown, takeDown, takeUp } from "../../src/state/taken-down.ts";

let state = "";
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), "ors-watch-"));
});
afterEach(() => rmSync(state, { recursive: true }));

test("a subtap that is taken down stays so until it is given back", () => {
  expect([...readTakenDown(state)]).toEqual([]);
  expect(takeDown(state, "slaptap16-2")).toBe(true);
  expect(takeDown(state, "slaptap16-2")).toBe(false);
  expect(takeDown(state, "slaptap16-10")).toBe(true);
  expect(readTakenDown(state)).toEqual(new Set(["slaptap16-2", "slaptap16-10"]));
  expect([takeUp(state, "slaptap16-2"), takeUp(state, "slaptap16-2")]).toEqual([true, false]);
  expect(readTakenDown(state)).toEqual(new Set(["slaptap16-10"]));
});

test("what else lies in the folder is not a subtap", () => {
  mkdirSync(getMarksFolder(state));
  for (const name of [".slaptap16-1.swp", "notes", "slaptap16-0"])
    writeFileSync(join(getMarksFolder(state), name), "");
  expect(readTakenDown(state)).toEqual(new Set());
});

test.each(["slaptap16-1", "tap-1023", "a-b-7"])("%s can be a subtap", (name) => {
  expect(isSubtapName(name)).toBe(true);
});

test.each([
  "slaptap16",
  "slaptap16-",
  "slaptap16-01",
  "slaptap16-1024",
  "../x-1",
  "slaptap-long-name-1",
  "-1",
  "",
])("%j can be none", (name) => {
  expect(isSubtapName(name)).toBe(false);
});

test.each([
  [{ state: "s", plan: "etc/plan.json", instance: undefined }, "s"],
  [{ state: undefined, plan: "/srv/part/etc/plan.json", instance: undefined }, "/srv/part/var"],
  [{ state: undefined, plan: "etc/plan.json", instance: undefined }, "var"],
  [{ state: undefined, plan: undefined, instance: "lab/site.yaml" }, "lab/var"],
  [{ state: undefined, plan: undefined, instance: "site.yaml" }, "var"],
  [{ state: undefined, plan: undefined, instance: "-" }, "var"],
  [{ state: undefined, plan: undefined, instance: undefined }, "var"],
])("of %j the state lies in %s", (options, folder) => {
  expect(getStateFolder(options)).toBe(folder);
});
