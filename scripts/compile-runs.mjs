import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { external } from "./external.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Compiles benches or soaks, each into one file with all that it imports but what is native, and gives the paths of
 * what was made in the order of the sources. `kind` names the folder below .setup/ that it goes to.
 */
export async function compileRuns(kind, sources) {
  const made = join(root, ".setup", kind);
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  await build({
    entryPoints: sources,
    outdir: made,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minifySyntax: true, // constants are put where they are used, as in dist/
    platform: "node",
    target: "node20",
    format: "esm",
    external,
    plugins: [ownPlaces],
    banner: { js: 'import { createRequire as cr } from "node:module"; const require = cr(import.meta.url);' },
    logLevel: "warning",
  });
  return sources.map((file) => join(made, file.replace(/^.*\//, "").replace(/\.ts$/, ".mjs")));
}

/** What the tests' own files find beside themselves they find there when bundled, too. */
const ownPlaces = {
  name: "own places",
  setup({ onLoad }) {
    onLoad({ filter: /\/(test|soak)\/.*\.ts$/ }, ({ path }) => ({
      loader: "ts",
      contents: readFileSync(path, "utf8")
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path))),
    }));
  },
};
