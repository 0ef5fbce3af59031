// A vitest reporter beside the default one: says what was retried, how long each project took, which files were the
// slowest, and the seed. Writes the same as JSON where ORS_RUN_REPORT names a file: `npm test` counts from it.
import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { runSeed } from "./run-seed.mjs";

const slowestShown = 5;

export default class RunReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const report = describeRun(modules, unhandledErrors);
    if (process.env.ORS_RUN_REPORT) writeFileSync(process.env.ORS_RUN_REPORT, JSON.stringify(report));
    console.log(`${formatRun(report)}\n`);
  }
}

/**
 * What one run was: its seed, the full names of tests by how they ended, and the seconds of each project and of its
 * slowest files. A file that did not load, and an error outside of any test, count as one failed test each.
 */
export function describeRun(modules, unhandledErrors) {
  const tests = modules.flatMap((module) =>
    [...module.children.allTests()].map((test) => ({ module, test })),
  );
  const named = (wanted) => tests.filter(({ test }) => wanted(test)).map(nameTest);
  return {
    seed: runSeed(),
    passed: tests.filter(({ test }) => test.result().state === "passed").length,
    failed: [
      ...named((test) => test.result().state === "failed"),
      ...modules.filter((module) => module.errors().length > 0).map(nameModule),
      ...unhandledErrors.map((error) => `outside of any test: ${error.message ?? error}`),
    ],
    skipped: named((test) => !["passed", "failed"].includes(test.result().state)),
    retried: named((test) => wasRetried(test)),
    projects: [...new Set(modules.map((module) => module.project.name))].map((name) =>
      describeProject(
        name,
        modules.filter((module) => module.project.name === name),
      ),
    ),
  };
}

/** Passed, though not at the first attempt. */
function wasRetried(test) {
  const { state, errors = [] } = test.result();
  return state === "passed" && ((test.diagnostic()?.retryCount ?? 0) > 0 || errors.length > 0);
}

function describeProject(name, modules) {
  const files = modules.map((module) => ({ file: nameModule(module), seconds: secondsOf(module) }));
  return {
    name,
    files: files.length,
    seconds: files.reduce((sum, { seconds }) => sum + seconds, 0),
    slowest: files.sort((a, b) => b.seconds - a.seconds).slice(0, slowestShown),
  };
}

function secondsOf(module) {
  const { duration, collectDuration, setupDuration } = module.diagnostic();
  return (duration + collectDuration + setupDuration) / 1000;
}

function nameTest({ module, test }) {
  return `${nameModule(module)} > ${test.fullName}`;
}

function nameModule(module) {
  return relative(process.cwd(), module.moduleId);
}

function formatRun({ seed, retried, projects }) {
  const lines = projects.map(({ name, files, seconds, slowest }) => {
    const shown = slowest.map((one) => `${one.file} ${one.seconds.toFixed(1)} s`).join(", ");
    return `${name}: ${files} files in ${seconds.toFixed(0)} s, the slowest: ${shown}`;
  });
  return [
    ...lines,
    ...retried.map((name) => `retried: ${name}`),
    `seed ${seed} (ORS_SEED=${seed} repeats it)`,
  ].join("\n");
}
