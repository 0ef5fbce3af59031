// `npm run soak -- NAME … [--seed N] [--count N]`: what takes longer than a test may. A soak is a file
// soak/NAME.soak.ts that exports `count`, how often it runs where --count does not say, and `run(order)`; soak/soak.ts
// has their types. The same seed and count do the same again.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { compileRuns } from "./compile-runs.mjs";
import { runSeed } from "./run-seed.mjs";

const folder = fileURLToPath(new URL("../soak", import.meta.url));
const shownFailures = 20;

class UsageError extends Error {}

try {
  const { names, seed, count } = readArguments(process.argv.slice(2));
  process.exitCode = await runSoaks(names, seed, count);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`soak: ${error.message}`);
  process.exitCode = 2;
}

async function runSoaks(names, seed, count) {
  const files = await compileRuns(
    "soak",
    names.map((name) => join(folder, `${name}.soak.ts`)),
  );
  let passed = 0;
  let failed = 0;
  for (const [index, file] of files.entries()) {
    const result = await runSoak(names[index], pathToFileURL(file).href, seed, count);
    passed += result.passed;
    failed += result.failures.length;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** Runs one; a soak that breaks off counts as one failure. */
async function runSoak(name, url, seed, asked) {
  const soak = await import(url);
  const count = asked ?? soak.count;
  console.log(`\n${name}: count ${count}, seed ${seed}`);
  const result = await soak.run({ seed, count }).catch((error) => ({
    passed: 0,
    failures: [`broke off: ${error.stack}`],
    figures: [],
  }));
  for (const failure of result.failures.slice(0, shownFailures)) console.log(`  FAIL ${failure}`);
  if (result.failures.length > shownFailures)
    console.log(`  and ${result.failures.length - shownFailures} more failures`);
  for (const figure of result.figures) console.log(`  ${figure}`);
  return result;
}

function readArguments(args) {
  const known = readdirSync(folder)
    .filter((file) => file.endsWith(".soak.ts"))
    .map((file) => file.replace(/\.soak\.ts$/, ""));
  const { values, positionals: names } = parse(args);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`unknown soak "${unknown}"; there are: ${known.join(", ")}`);
  if (names.length === 0) throw new UsageError(`expected the name of a soak: ${known.join(", ")}`);
  return {
    names,
    seed: readNumber("--seed", values.seed, 0) ?? runSeed(),
    count: readNumber("--count", values.count, 1),
  };
}

function parse(args) {
  try {
    const options = { seed: { type: "string" }, count: { type: "string" } };
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error.message);
  }
}

function readNumber(option, text, least) {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value < 2 ** 31) return value;
  throw new UsageError(`${option} "${text}" is not a whole number from ${least} to ${2 ** 31 - 1}`);
}
