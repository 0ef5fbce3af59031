// What `npm test` runs after the set-up: types, lint, then every test; closes with one line that adds them up.
// With CI=true a test that was skipped counts as failed: CI has every privilege and every package.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runSeed } from "./run-seed.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const isCi = process.env.CI === "true";

const checks = [
  ["types", "tsc", ["--noEmit"]],
  ["style", "biome", ["check", "."]],
  ["unused code", "knip", []],
  ["code that only tests use", "knip", ["--production"]],
];

console.log(`seed ${runSeed()}`);
const failedChecks = checks.filter(([name, program, args]) => !passes(name, program, args));
const tests = runTests();
const failed = tests.failed.length + failedChecks.length + (isCi ? tests.skipped.length : 0);

for (const test of tests.failed) console.log(`failed: ${test}`);
for (const test of tests.skipped) console.log(`skipped: ${test}`);
for (const test of tests.retried) console.log(`retried: ${test}`);
if (tests.retried.length > 0)
  console.log(`${tests.retried.length} retried: each passed at its second attempt`);
console.log(`${tests.passed + checks.length - failedChecks.length} passed, ${failed} failed`);
process.exitCode = failed === 0 && tests.passed > 0 ? 0 : 1;

function passes(name, program, args) {
  const run = spawnSync(join(root, "node_modules", ".bin", program), args, { cwd: root, encoding: "utf8" });
  if (run.status === 0) return true;
  console.log(`FAIL ${name}\n${run.stdout}${run.stderr}`);
  return false;
}

/** Runs vitest with whatever arguments were given, and gives what scripts/run-reporter.mjs writes of it. */
function runTests() {
  const folder = mkdtempSync(join(tmpdir(), "ors-test-"));
  const report = join(folder, "report.json");
  try {
    const vitest = join(root, "node_modules", ".bin", "vitest");
    const run = spawnSync(vitest, ["run", ...process.argv.slice(2)], {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, ORS_RUN_REPORT: report },
    });
    if (!existsSync(report))
      return { passed: 0, failed: ["vitest itself: it ended without a report"], skipped: [], retried: [] };
    const tests = JSON.parse(readFileSync(report, "utf8"));
    if (run.status !== 0 && tests.failed.length === 0)
      tests.failed.push("vitest itself: it failed after its tests");
    return tests;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
