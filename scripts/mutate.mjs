// `npm run mutate [-- PATH …] [--rooms N]`: changes one decision at a time in src/ and runs the tests that reach it.
// What no test notices is listed with its place. PATH is a file or folder of src/; without one, the first N of the
// rooms that decide, or all of them.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { hasLockedPackages } from "./locked-packages.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "mutation");

/** Where decisions are made (which network, address, change, value and word), and the tests that must notice. */
const decisions = {
  "src/net": ["net"],
  "src/plan": ["plan"],
  "src/tap": ["tap"],
  "src/site": ["site", "plan/plan-taps*"],
  "src/render/quote": ["render/quote*", "render/structure*", "render/dnsmasq*"],
  "src/issue": ["issue", "instance/places*"],
  "src/watch/sync": ["watch"],
  "src/watch/reconcile": ["watch"],
};
/** Least part of the mutants that the tests must notice. */
const leastScore = 85; // %

/**
 * Mutates files and folders, one room after the other; gives per room how many mutants there were and how many were
 * noticed, and each that no test noticed.
 */
function findSurvivors(paths) {
  installStryker();
  const counts = new Map();
  const survivors = [];
  for (const path of paths) {
    const found = readSurvivors(runStryker(path));
    counts.set(path, found.count);
    survivors.push(...found.survivors);
  }
  return { counts, survivors };
}

/** Stryker's report on one path. */
function runStryker(path) {
  const room = Object.keys(decisions).find((name) => path === name || path.startsWith(`${name}/`));
  const tests = (decisions[room] ?? ["*"]).map(
    (name) => `test/${name.includes("*") ? name : `${name}/**/*`}.test.ts`,
  );
  const mutated = path.endsWith(".ts") ? path : `${path}/**/*.ts`;
  const args = [
    "run",
    "mutation/stryker.config.mjs",
    "--mutate",
    mutated,
    "--concurrency",
    `${cpus().length}`,
  ];
  const run = spawnSync(join(folder, "node_modules/.bin/stryker"), args, {
    cwd: root,
    stdio: ["ignore", 2, "inherit"],
    env: { ...process.env, ORS_MUTANT_TESTS: tests.join(";") },
  });
  if (run.status !== 0) throw new Error(`Stryker ended with ${run.status ?? run.signal}`);
  return JSON.parse(readFileSync(join(root, ".setup/mutants.json"), "utf8"));
}

function installStryker() {
  if (hasLockedPackages(folder)) return;
  const npm = ["ci", "--ignore-scripts", "--omit=peer", "--silent"];
  execFileSync(process.env.NPM ?? "npm", npm, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
}

/**
 * From Stryker's report: how many mutants there were, how many a test noticed by failing or by going on for ever, and
 * each that none noticed, as `file:line: original → mutant`.
 */
function readSurvivors({ files }) {
  const judged = Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants
      .filter(({ status }) => ["Killed", "Timeout", "Survived", "NoCoverage"].includes(status))
      .map((mutant) => ({ file, source, mutant })),
  );
  const missed = judged.filter(({ mutant }) => !["Killed", "Timeout"].includes(mutant.status));
  return {
    count: { all: judged.length, noticed: judged.length - missed.length },
    survivors: missed.map(({ file, source, mutant }) => describeMutant(file, source, mutant)),
  };
}

function describeMutant(file, source, { location: { start, end }, replacement, status }) {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  lines[last] = lines[last].slice(0, end.column - 1);
  lines[0] = lines[0].slice(start.column - 1);
  const reached = status === "NoCoverage" ? " (no test reaches it)" : "";
  return `${file}:${start.line}: ${inOneLine(lines.join(" "))} → ${inOneLine(replacement)}${reached}`;
}

function inOneLine(code) {
  const line = code.replace(/\s+/g, " ").trim();
  return line.length > 70 ? `${line.slice(0, 67)}…` : line;
}

function formatScore(noticed, all) {
  return `${((100 * noticed) / all).toFixed(1)} % (${noticed} of ${all})`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals: paths } = parseArgs({
    options: { rooms: { type: "string" } },
    allowPositionals: true,
  });
  const unknown = paths.find((path) => !path.startsWith("src/") || !existsSync(join(root, path)));
  if (unknown === undefined) {
    const rooms = Object.keys(decisions).slice(0, Number(values.rooms ?? Infinity));
    process.exitCode = printSurvivors(findSurvivors(paths.length > 0 ? paths : rooms));
  } else {
    console.error(`mutate: "${unknown}" is not a file or folder of src/`);
    process.exitCode = 2;
  }
}

/** Prints what no test noticed, and the score of each room; 1 where one is below what it must reach. */
function printSurvivors({ counts, survivors }) {
  for (const line of survivors) console.log(line);
  const scores = [...counts].filter(([, { all }]) => all > 0);
  for (const [room, { noticed, all }] of scores) console.log(`${room}: ${formatScore(noticed, all)} noticed`);
  const below = scores.filter(([, { noticed, all }]) => (100 * noticed) / all < leastScore);
  for (const [room] of below) console.log(`${room} is below ${leastScore} %`);
  return below.length === 0 ? 0 : 1;
}
