// `npm run bench [-- NAME …]`: every figure with its peer, its ratio and its target, all in one run.
// A bench is a file bench/*.bench.ts that exports `name` and `run(report)`.
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compileRuns } from "../scripts/compile-runs.mjs";

const folder = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
const benches = readdirSync(folder)
  .filter((file) => file.endsWith(".bench.ts"))
  .sort()
  .map((file) => join(folder, file));
let missed = 0;

for (const file of await compileRuns("bench", benches)) {
  const { name, run } = await import(pathToFileURL(file).href);
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  await run(report);
}
console.log(missed === 0 ? "\nevery target reached" : `\n${missed} targets missed`);
process.exitCode = missed === 0 ? 0 : 1;

function report({ name, ours, unit, peer, theirs, ratio, target, ok }) {
  if (!ok) missed += 1;
  const figures = `${figure(ours)} ${unit}, ${peer} ${figure(theirs)} ${unit}, ratio ${figure(ratio)}`;
  console.log(`  ${ok ? "ok    " : "missed"} ${name}: ${figures} (${target})`);
}

function figure(value) {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}
