// What `npm test` runs after the set-up: types, lint, then every test; closes with one line that adds them up.
// With CI=true a test that was skipped counts as failed: CI has every privilege and every package.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const isCi = process.env.CI === "true";

const checks = [
  ["types", "tsc", ["--noEmit"]],
  ["style", "biome", ["check", "."]],
  ["unused code", "knip", []],
];

const failedChecks = checks.filter(([name, program, args]) => !passes(name, program, args));
const tests = runTests();
const failed = tests.failed + failedChecks.length + (isCi ? tests.skipped.length : 0);

for (const test of tests.skipped) console.log(`skipped: ${test}`);
console.log(`${tests.passed + checks.length - failedChecks.length} passed, ${failed} failed`);
process.exitCode = failed === 0 && tests.passed > 0 ? 0 : 1;

function passes(name, program, args) {
  const run = spawnSync(join(root, "node_modules", ".bin", program), args, { cwd: root, encoding: "utf8" });
  if (run.status === 0) return true;
  console.log(`FAIL ${name}\n${run.stdout}${run.stderr}`);
  return false;
}

/** Runs vitest with whatever arguments were given, and counts from its own report. */
function runTests() {
  const folder = mkdtempSync(join(tmpdir(), "ors-test-"));
  const report = join(folder, "report.json");
  try {
    const vitest = join(root, "node_modules", ".bin", "vitest");
    const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const run = spawnSync(vitest, [...args, ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
    const result = JSON.parse(readFileSync(report, "utf8"));
    // a file that could not even be loaded, or a run that broke, counts once
    const broken = result.testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.length === 0,
    );
    const failed = result.numFailedTests + broken.length;
    return {
      passed: result.numPassedTests,
      failed: failed === 0 && run.status !== 0 ? 1 : failed,
      skipped: result.testResults.flatMap((file) =>
        file.assertionResults
          .filter((test) => test.status !== "passed" && test.status !== "failed")
          .map((test) => test.fullName),
      ),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
