// `npm run mutate [-- PATH …] [--rooms N]`: changes one decision at a time in src/ and runs the tests that reach it.
// What no test notices is listed with its place. PATH is a file or folder of src/; without one, the first N of the
// rooms that decide, or all of them.
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { judgeMutants } from "../mutation/judge-mutants.mjs";
import { isMade, listFiles } from "./fingerprint.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Where decisions are made (which network, address, change, value and word), and the tests that must notice. */
const decisions = {
  "src/issue": ["issue", "instance/places*"],
  "src/net": ["net"],
  "src/plan": ["plan"],
  "src/render/quote": ["render/quote*", "render/structure*", "render/dnsmasq*"],
  "src/watch/reconcile": ["watch"],
  "src/watch/sync": ["watch"],
  "src/tap": ["tap"],
  "src/site": ["site", "render/rendered*", "plan/plan-taps*"],
};
/** Least part of the mutants that the tests must notice. */
const leastScore = 85; // %

const { values, positionals } = parseArgs({
  options: { rooms: { type: "string" } },
  allowPositionals: true,
});
const unknown = positionals.find((path) => !path.startsWith("src/") || !existsSync(join(root, path)));
if (unknown === undefined) {
  const rooms = Object.keys(decisions).slice(0, Number(values.rooms ?? Infinity));
  process.exitCode = await mutate(positionals.length > 0 ? positionals : rooms);
} else {
  console.error(`mutate: "${unknown}" is not a file or folder of src/`);
  process.exitCode = 2;
}

/** Prints what no test noticed and the score of each path; gives 1 where one is below what it must reach. */
async function mutate(paths) {
  const lines = [];
  for (const path of paths) {
    const { survivors, all, noticed, notJudged, unrepeatable } = await judgeMutants(
      listSources(path),
      listTests(path),
    );
    for (const survivor of survivors) console.log(formatMutant(survivor));
    for (const title of unrepeatable) console.log(`${path}: fails when it is run again: ${title}`);
    const score =
      all === 0
        ? "no decision that could be judged"
        : `${((100 * noticed) / all).toFixed(1)} % (${noticed} of ${all}) noticed`;
    lines.push(
      `${path}: ${score}; not judged: ` +
        `${notJudged.atImport} that run only at import, ${notJudged.messages} in messages`,
    );
    if (100 * noticed < leastScore * all) lines.push(`${path} is below ${leastScore} %`);
  }
  for (const line of lines) console.log(line);
  return lines.some((line) => line.includes(" is below ")) ? 1 : 0;
}

function listSources(path) {
  return listFiles(join(root, path)).filter((file) => file.endsWith(".ts") && !isMade(file));
}

/** Glob patterns of the tests that must notice; of all where the path is in none of the rooms. */
function listTests(path) {
  const room = Object.keys(decisions).find((name) => path === name || path.startsWith(`${name}/`));
  const names = decisions[room] ?? ["**/*"];
  return names.map((name) => (name.includes("*") ? `test/${name}.test.ts` : `test/${name}/**/*.test.ts`));
}

function formatMutant({ file, line, original, replacement, isReached }) {
  const note = isReached ? "" : " (no test reaches it)";
  return `${relative(root, file)}:${line}: ${formatCode(original)} → ${formatCode(replacement)}${note}`;
}

function formatCode(code) {
  const line = code.replace(/\s+/g, " ").trim();
  return line.length > 70 ? `${line.slice(0, 67)}…` : line;
}
