import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { external } from "./external.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Compiles benches or soaks as dist/ is compiled, so that they measure what users have; each into one file with all that it
 * imports but what is native. Gives the paths of what was made in the order of the sources. `kind` names the folder below
 * .setup/ that it goes to.
 */
export async function compileRuns(kind, sources) {
  const made = join(root, ".setup", kind);
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  const files = [];
  for (const source of sources) {
    const file = join(made, `${basename(source, ".ts")}.mjs`);
    await compile(source, file);
    files.push(file);
  }
  return files;
}

async function compile(source, file) {
  const bundle = await rolldown({
    cwd: root,
    input: source,
    platform: "node",
    external: [/^node:/, ...external],
    transform: { target: "node20" },
    plugins: [ownPlaces],
    checks: { ineffectiveDynamicImport: false },
  });
  await bundle.write({
    file,
    format: "esm",
    codeSplitting: false,
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: false } },
    banner: 'import { createRequire as cr } from "node:module"; const require = cr(import.meta.url);',
  });
}

/** What the tests' own files find beside themselves they find there when bundled, too. */
const ownPlaces = {
  name: "own places",
  load(path) {
    if (!/\/(test|soak)\/.*\.ts$/.test(path)) return null;
    return readFileSync(path, "utf8")
      .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
      .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)));
  },
};
