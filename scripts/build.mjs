// Makes dist/ and trampoline/netcapdo: templates precompiled, TypeScript bundled with one chunk a lazily imported
// command, so that a command pays only for what it uses. MAKE names the make of the trampoline, CC its compiler.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { buildTemplates } from "./build-templates.mjs";
import { external } from "./external.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

await buildTemplates();
await bundle();
execFileSync(process.env.MAKE ?? "make", ["-s", "-C", join(root, "trampoline")], { stdio: "inherit" });

/** dist/ is made beside and renamed, so that a program that starts meanwhile finds a whole one. */
async function bundle() {
  const fresh = join(root, `dist.${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: { cli: "src/cli.ts", demo: "src/demo.ts" },
    outdir: fresh,
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node20",
    format: "esm",
    minifySyntax: true,
    minifyWhitespace: true,
    external,
    define: { "process.env.ORS_VERSION": JSON.stringify(packageVersion()) },
    banner: {
      js: 'import { createRequire as ors_createRequire } from "node:module"; const require = ors_createRequire(import.meta.url);',
    },
    chunkNames: "chunk/[name]-[hash]",
    logLevel: "warning",
  });
  chmodSync(join(fresh, "cli.js"), 0o755);
  execFileSync(process.execPath, [join(fresh, "cli.js"), "manual", "--output", join(fresh, "man")], {
    stdio: "inherit",
  });
  const old = join(root, `dist.old.${process.pid}`);
  rename(join(root, "dist"), old);
  renameSync(fresh, join(root, "dist"));
  rmSync(old, { recursive: true, force: true });
}

function rename(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

function packageVersion() {
  return JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
}
