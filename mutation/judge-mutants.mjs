// Runs tests against mutants: vitest once for quick tests, once for slower ones, once for all, each time with the
// mutants that nothing has noticed so far. mutation/runner.mjs does the work inside of vitest.
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { instrumentFiles } from "./instrument.mjs";

const root = join(import.meta.dirname, "..");
/** Only tests that take less than this are tried, one limit after the other; null: all. */
const maxTestTimesMs = [10, 200, null];
/** How long nothing may happen before the mutant that is tried counts as one that goes on for ever. */
const standstillMs = 60_000;

/**
 * Mutates files, and runs the tests that some glob patterns name.
 *
 * Gives how many mutants were judged (`all`), how many a test noticed by failing or by not ending (`noticed`), the
 * others with whether any test `reaches` them, how many were not judged and why, and the titles of tests that fail
 * when they are run again: what those say of mutants does not count.
 */
export async function judgeMutants(files, tests) {
  const { contents, mutants, messages } = await instrumentFiles(files);
  if (mutants.length === 0) return summarize(mutants, messages, nothingFound());
  mkdirSync(join(root, ".setup"), { recursive: true });
  const folder = mkdtempSync(join(root, ".setup/mutants-"));
  try {
    writeFileSync(join(folder, "contents.json"), JSON.stringify(contents));
    return summarize(mutants, messages, await collectEvents(folder, mutants, tests));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function nothingFound() {
  return {
    noticed: new Set(),
    reached: new Set(),
    atImport: new Set(),
    unrepeatable: new Set(),
    tried: new Set(),
  };
}

async function collectEvents(folder, mutants, tests) {
  const found = nothingFound();
  for (const maxTestMs of maxTestTimesMs) {
    for (let isDone = false; !isDone; ) {
      const open = mutants.map(({ id }) => id).filter((id) => !found.noticed.has(id));
      writeFileSync(
        join(folder, "order.json"),
        JSON.stringify({ tests, mutants: open, maxTestMs, tried: [...found.tried] }),
      );
      writeFileSync(join(folder, "events.jsonl"), "");
      isDone = await runTests(folder);
      for (const event of readEvents(folder)) {
        for (const name of Object.keys(found)) for (const one of event[name] ?? []) found[name].add(one);
      }
    }
  }
  return found;
}

/** Whether the tests came to their end. Where they stand still, the mutant that is tried is noticed by that. */
async function runTests(folder) {
  const vitest = join(root, "node_modules/.bin/vitest");
  const child = spawn(vitest, ["run", "--config", "mutation/vitest.config.ts", "--reporter", "dot"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ORS_MUTANTS: folder, NODE_NO_WARNINGS: "1" },
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(chunk));
  let hasHung = false;
  const watch = setInterval(() => {
    hasHung = Date.now() - statSync(join(folder, "events.jsonl")).mtimeMs > standstillMs;
    if (hasHung) child.kill("SIGKILL");
  }, 1000);
  const [status] = await once(child, "close");
  clearInterval(watch);
  if (status === 0) return true;
  const tried = readEvents(folder).findLast((event) => event.tries !== undefined)?.tries;
  if (!hasHung || tried === undefined)
    throw new Error(`the tests fail without any mutant:\n${Buffer.concat(output)}`);
  appendFileSync(join(folder, "events.jsonl"), `${JSON.stringify({ noticed: [tried] })}\n`);
  return false;
}

function readEvents(folder) {
  const lines = readFileSync(join(folder, "events.jsonl"), "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

/** What only runs when a module is imported (tables, limits, schemas) would need all tests again for each mutant. */
function summarize(mutants, messages, { noticed, reached, atImport, unrepeatable }) {
  const judged = mutants.filter(({ id }) => reached.has(id) || !atImport.has(id));
  const survivors = judged.filter(({ id }) => !noticed.has(id));
  return {
    all: judged.length,
    noticed: judged.length - survivors.length,
    survivors: survivors.map((mutant) => ({ ...mutant, isReached: reached.has(mutant.id) })),
    notJudged: { messages, atImport: mutants.length - judged.length },
    unrepeatable: [...unrepeatable],
  };
}
