// `npm run bench [-- NAME …]`: every figure with its peer, its ratio and its target, all in one run.
// A bench is a file bench/*.bench.ts that exports `name` and `run(report)`.
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = dirname(fileURLToPath(import.meta.url));
const compiled = join(folder, "..", ".setup", "bench");
const wanted = process.argv.slice(2);
let missed = 0;

for (const file of await compile()) {
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

/** The benches as JavaScript, in order of their names; what is native stays outside. */
async function compile() {
  rmSync(compiled, { recursive: true, force: true });
  mkdirSync(compiled, { recursive: true });
  const sources = readdirSync(folder).filter((file) => file.endsWith(".bench.ts"));
  await build({
    entryPoints: sources.map((file) => join(folder, file)),
    outdir: compiled,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    external: ["koffi", "ssh2", "cpu-features"],
    banner: { js: 'import { createRequire as cr } from "node:module"; const require = cr(import.meta.url);' },
    logLevel: "warning",
  });
  return sources.sort().map((file) => join(compiled, file.replace(/\.ts$/, ".mjs")));
}
