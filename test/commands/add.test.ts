/** `ors add`: a parameter file goes on as its author wrote it. */
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { example, jsonFile, ors, temporaryFolder } from "./ors.ts";

const folder = temporaryFolder();
const file = join(folder, "site.yaml");
const text = readFileSync(example("two-lopcomm.yaml"), "utf8");

function reset(): void {
  copyFileSync(example("two-lopcomm.yaml"), file);
}

test("a Radio Unit and its cell are added behind the others, and every line that was there stays", () => {
  reset();
  expect(ors("add", "ru", file)).toMatchObject({ status: 0, stderr: "" });
  expect(ors("add", "cell", file, "--ru", "RU3").stdout).toContain('added cell "CELL3"');
  const after = readFileSync(file, "utf8").split("\n");
  const kept = after.filter((line) => text.split("\n").includes(line));
  expect(text.split("\n").filter((line) => !kept.includes(line))).toEqual([]);
  expect(after.indexOf("  RU3:")).toBeGreaterThan(after.indexOf("  RU2:"));
  expect(after.indexOf("  RU3:")).toBeLessThan(after.indexOf("  CELL1:"));
  const checked = ors("check", file);
  expect(checked).toMatchObject({ status: 0, stderr: "" });
  expect(checked.stdout).toContain("3 Radio Units, 3 cells");
});

test("what the new Radio Unit moves is said, and a dry run writes nothing", () => {
  reset();
  const { stdout } = ors("add", "ru", file, "--reference", "A1", "--dry-run");
  expect(stdout).toContain('would add Radio Unit "A1"');
  expect(stdout).toContain('"RU1": slaptap16-1 -> slaptap16-2');
  expect(readFileSync(file, "utf8")).toBe(text);
});

test("what would not be valid is not written", () => {
  reset();
  for (const words of [
    ["cell", "--ru", "RU9"],
    ["cell", "--ru", "RU1"],
    ["ru", "--reference", "CELL1"],
  ]) {
    const [what = "", ...more] = words;
    const run = ors("add", what, file, ...more);
    expect(run, words.join(" ")).toMatchObject({ status: 2, stdout: "" });
    expect(readFileSync(file, "utf8")).toBe(text);
  }
  expect(ors("add", "ru", "-").stderr).toContain("standard input cannot be edited");
  const foreign = jsonFile(folder, "slapos.json", {
    configuration: { enb_id: 1 },
    "slave-instance-list": [],
  });
  expect(ors("add", "ru", foreign).status).toBe(2);
});
