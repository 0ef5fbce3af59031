// Vitest's runner for mutants: runs each test as it is, then once for each mutant that it reaches and no test has
// noticed so far, all in one process. What happens is appended to a file of JSON lines, which judge-mutants.mjs reads.
import { appendFileSync, readFileSync } from "node:fs";
import { TestRunner } from "vitest";

/** What a mutant may do more of than the code as it is, before it counts as going on for ever. */
const maxHitsFactor = 20;
const maxTimeFactor = 5;
const leastHits = 1000;
const leastTimeMs = 2000;

const folder = process.env.ORS_MUTANTS;
/** One of each for all test files: they share a process. */
globalThis.__stryker__ ??= {};
globalThis.__mutantRun ??= readOrder();
const switches = globalThis.__stryker__;
const run = globalThis.__mutantRun;

export default class MutantRunner extends TestRunner {
  onCollectStart(file) {
    switches.currentTestId = undefined;
    return super.onCollectStart(file);
  }

  async runTask(test) {
    if (run.tried.has(test.id)) return;
    const attempt = TestRunner.getTestFn(test);
    const { reached, durationMs } = await measureTest(test, attempt);
    const open = Object.keys(reached).filter((id) => run.open.has(id));
    report({ reached: Object.keys(reached) });
    if (open.length === 0 || durationMs > run.maxTestMs) return;
    if (!(await repeats(test, attempt))) return report({ unrepeatable: [test.fullName] });
    const noticed = [];
    for (const id of open) {
      report({ tries: id });
      const limits = {
        hits: Math.max(leastHits, reached[id] * maxHitsFactor),
        timeMs: Math.max(leastTimeMs, durationMs * maxTimeFactor),
      };
      if (await isNoticed(test, attempt, id, limits)) noticed.push(id);
    }
    if (noticed.length > 0 && !(await repeats(test, attempt)))
      return report({ unrepeatable: [test.fullName] });
    for (const id of noticed) run.open.delete(id);
    report({ tried: [test.id], noticed });
  }
}

/** Runs a test as it is; gives how often it reached each mutant, and how long it took. */
async function measureTest(test, attempt) {
  report({ atImport: Object.keys(switches.mutantCoverage?.static ?? {}) });
  switches.mutantCoverage = Object.assign(switches.mutantCoverage ?? {}, { static: {}, perTest: {} });
  switches.currentTestId = test.id;
  const start = performance.now();
  try {
    await attempt();
  } finally {
    switches.currentTestId = undefined;
  }
  const reached = switches.mutantCoverage.perTest[test.id] ?? {};
  return { reached: { ...reached }, durationMs: performance.now() - start };
}

/** Whether a test passes again: one that does not says nothing about a mutant. */
async function repeats(test, attempt) {
  try {
    await callBetweenHooks(test, attempt);
    return true;
  } catch {
    return false;
  }
}

async function isNoticed(test, attempt, id, limits) {
  Object.assign(switches, { activeMutant: id, hitCount: 0, hitLimit: limits.hits });
  try {
    await withinTime(callBetweenHooks(test, attempt), limits.timeMs);
    return switches.hitCount > limits.hits;
  } catch {
    return true;
  } finally {
    switches.activeMutant = undefined;
  }
}

async function withinTime(promise, ms) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), ms);
  });
  promise.catch(() => {});
  await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** A test between what its suites do before and after each: vitest itself does that for the first attempt only. */
async function callBetweenHooks(test, attempt) {
  const suites = [];
  for (let suite = test.suite ?? test.file; suite !== undefined; suite = suite.suite ?? outer(suite)) {
    suites.unshift(suite);
  }
  await callHooks(test, suites.toReversed(), "afterEach");
  await callHooks(test, suites, "beforeEach");
  await attempt();
}

function outer(suite) {
  return suite.file === suite ? undefined : suite.file;
}

async function callHooks(test, suites, name) {
  for (const suite of suites) {
    for (const hook of TestRunner.getSuiteHooks(suite)[name] ?? []) await hook(test.context, suite);
  }
}

/** The mutants that no test has noticed so far, how long a test may take that is to try them, and who has done so. */
function readOrder() {
  const { mutants, maxTestMs, tried } = JSON.parse(readFileSync(`${folder}/order.json`, "utf8"));
  return { open: new Set(mutants), maxTestMs: maxTestMs ?? Infinity, tried: new Set(tried) };
}

function report(line) {
  appendFileSync(`${folder}/events.jsonl`, `${JSON.stringify(line)}\n`);
}
