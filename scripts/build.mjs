// Makes dist/ and trampoline/netcapdo: templates precompiled, TypeScript bundled with one chunk a lazily imported
// command, so that a command pays only for what it uses; what most commands use goes into two chunks, for opening a
// file costs more than a start has to spare. MAKE names the make of the trampoline, CC its compiler.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { buildTemplates } from "./build-templates.mjs";
import { external } from "./external.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** What each command needs that looks at the kernel. Schemas are elsewhere: zod is large. */
const common = [
  /src\/(net|state|tap|netlink|libc|input)\//,
  /src\/report\/(?!conversion|documents\/(?!version))/,
  /src\/plan\/(?!parse-plan)/,
  /src\/commands\/(options|moves|running-watch)/,
  /src\/(instance\/defaults|link\/limits)/,
];

/** The first is what `--version` and help need. */
const commonChunks = [
  { name: "console", test: /src\/(console|issue|commands\/table)/, priority: 2 },
  { name: "kernel", test: (id) => common.some((place) => place.test(id)), minShareCount: 2, priority: 1 },
];

await buildTemplates();
await bundle();
execFileSync(process.env.MAKE ?? "make", ["-s", "-C", join(root, "trampoline")], { stdio: "inherit" });

/** dist/ is made beside and renamed, so that a program that starts meanwhile finds a whole one. */
async function bundle() {
  const fresh = join(root, `dist.${process.pid}`);
  mkdirSync(fresh, { recursive: true });
  const bundle = await rolldown({
    cwd: root,
    input: {
      cli: "src/cli.ts",
      demo: "src/demo.ts",
      "switch-reader": "src/link/switch/reader/thread.ts",
    },
    platform: "node",
    external: [/^node:/, ...external],
    transform: {
      target: "node20",
      define: { "process.env.ORS_VERSION": JSON.stringify(packageVersion()) },
    },
    // what one command imports at once, another may import when it needs it
    checks: { ineffectiveDynamicImport: false },
  });
  const { output } = await bundle.write({
    dir: fresh,
    format: "esm",
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    banner:
      'import { createRequire as ors_createRequire } from "node:module"; const require = ors_createRequire(import.meta.url);',
    chunkFileNames: "chunk/[name]-[hash].js",
    codeSplitting: { groups: commonChunks },
  });
  refuseLargePackages(output);
  chmodSync(join(fresh, "cli.js"), 0o755);
  const ors = (...words) => execFileSync(process.execPath, [join(fresh, "cli.js"), ...words]);
  ors("manual", "--output", join(fresh, "man"));
  writeFileSync(join(fresh, "parameters.schema.json"), ors("schema", "file"));
  const old = join(root, `dist.old.${process.pid}`);
  rename(join(root, "dist"), old);
  renameSync(fresh, join(root, "dist"));
  rmSync(old, { recursive: true, force: true });
}

/** A module of a common chunk that needs zod would cost every command the 30 ms that zod takes to begin. */
function refuseLargePackages(output) {
  for (const chunk of output.filter(({ name }) => commonChunks.some((common) => common.name === name))) {
    const packages = Object.keys(chunk.modules).filter((id) => id.includes("node_modules"));
    if (packages.length > 0) throw new Error(`the chunk ${chunk.name} has ${packages[0]}`);
  }
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
