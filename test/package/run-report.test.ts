/** What a run of tests reports: retried tests by name, no second try for a property, the seed. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "ors-once-"));
const reportFile = join(folder, "report.json");
let printed = "";

beforeAll(async () => {
  const config = "test/package/run-report/vitest.config.mjs";
  const env = { ONCE_FOLDER: folder, ORS_RUN_REPORT: reportFile, ORS_SEED: "12345" };
  const run = await execa("npx", ["vitest", "run", "--config", config], {
    cwd: root,
    env,
    reject: false,
    all: true,
  });
  printed = run.all;
  expect(run.exitCode, printed).toBe(1);
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a test that passed at its second attempt is named, a property that failed once has failed", () => {
  const report = JSON.parse(readFileSync(reportFile, "utf8"));
  const file = "test/package/run-report/failing-once.ts";
  expect(report).toMatchObject({
    seed: 12345,
    passed: 2,
    failed: [`${file} > a property that fails once`],
    skipped: [`${file} > does not run`],
    retried: [`${file} > passes at the second attempt`],
    projects: [{ name: "failing once", files: 1 }],
  });
});

test("the seed is the one of a failing property, and is printed with the way to repeat it", () => {
  expect(printed).toContain("seed 12345 (ORS_SEED=12345 repeats it)");
  expect(printed).toContain("{ seed: 12345, path:");
});

test("a seed that is not a number is refused before any test", async () => {
  const run = await execa("npx", ["vitest", "run", "test/issue"], {
    cwd: root,
    env: { ORS_SEED: "x" },
    reject: false,
    all: true,
  });
  expect(run.exitCode).toBe(1);
  expect(run.all).toContain('ORS_SEED "x" is not a whole number');
});
