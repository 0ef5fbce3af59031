// Builds the package of a source folder into the folder that a software release runs it from.
//
//   node build-package.mjs --source FOLDER --location FOLDER
//
// Node's own modules only. What is the same is not written again: a rebuild that changes nothing changes no file,
// and the trampoline keeps its capability. CC, MAKE and NPM name the tools.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildInputs, fingerprintBuild, isMade, listFiles } from "../scripts/fingerprint.mjs";
import { hasLockedPackages, readLockedPackages } from "../scripts/locked-packages.mjs";

const { source, location } = parseArgs({
  options: { source: { type: "string" }, location: { type: "string" } },
}).values;
const stampName = "built-from";

const stamp = fingerprint();
if (readIfThere(join(location, stampName)) === stamp) process.exit(0);

// the check of executables passes over folders of this name: one that a killed run left behind does no harm
const workshop = `${location}__compile__`;
rmSync(workshop, { recursive: true, force: true });
const build = join(workshop, "build");
for (const name of buildInputs) copyInput(name);
provideModules();
execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: build, stdio: "inherit" });
const { external } = await import(join(build, "scripts", "external.mjs"));
const result = join(workshop, "result");
assemble();
bringOver();
writeFileSync(join(location, stampName), stamp);
rmSync(workshop, { recursive: true, force: true });

/** What the package is made of: the build and this script. */
function fingerprint() {
  const own = createHash("sha256").update(readFileSync(fileURLToPath(import.meta.url)));
  return own.update(fingerprintBuild(source)).digest("hex");
}

function copyInput(name) {
  cpSync(join(source, name), join(build, name), {
    recursive: true,
    filter: (path) => !isMade(relative(source, path)),
  });
}

/** The modules by the lockfile: those of the source folder where they are what it says, else from the registry. */
function provideModules() {
  const installed = join(source, "node_modules");
  if (hasLockedPackages(source, installed)) symlinkSync(installed, join(build, "node_modules"));
  else
    execFileSync(
      process.env.NPM ?? "npm",
      [
        "ci",
        "--include=dev",
        "--include=optional",
        "--ignore-scripts",
        "--prefer-offline",
        "--no-audit",
        "--no-fund",
      ],
      {
        cwd: build,
        stdio: ["ignore", "ignore", "inherit"],
        env: { ...process.env, npm_config_cache: join(workshop, "npm") },
      },
    );
}

/** What runs: the bundle, the trampoline, and the packages that are not bundled. */
function assemble() {
  for (const name of ["package.json", "dist", "trampoline/netcapdo"])
    cpSync(join(build, name), join(result, name), { recursive: true });
  for (const path of unbundledPackages())
    if (existsSync(join(build, path)))
      cpSync(join(build, path), join(result, path), { recursive: true, dereference: true, filter: isWanted });
}

/** Packages that the bundle leaves outside, with what they need, as paths of the lockfile. */
function unbundledPackages() {
  const packages = readLockedPackages(source);
  const wanted = new Set();
  const add = (name) => {
    const path = `node_modules/${name}`;
    if (wanted.has(path) || packages[path] === undefined) return;
    wanted.add(path);
    for (const needed of Object.keys({
      ...packages[path].dependencies,
      ...packages[path].optionalDependencies,
    }))
      add(needed);
  };
  for (const name of external) add(name);
  return wanted;
}

/** Native code for another C library stays behind: it runs nowhere here, and the check of executables refuses it. */
function isWanted(path) {
  return !/\/musl_[^/]*$/.test(path);
}

/** Files that are new or differ first, the entry last, what is no longer there at the end. */
function bringOver() {
  const entry = join("dist", "cli.js");
  const fresh = listFiles(result).map((path) => relative(result, path));
  for (const path of fresh.filter((name) => name !== entry)) bring(path);
  bring(entry);
  const keep = new Set(fresh);
  for (const path of listFiles(location).map((one) => relative(location, one)))
    if (!keep.has(path)) rmSync(join(location, path));
}

function bring(path) {
  const target = join(location, path);
  const content = readFileSync(join(result, path));
  const mode = statSync(join(result, path)).mode & 0o111 ? 0o755 : 0o644;
  if (existsSync(target) && readFileSync(target).equals(content)) return;
  mkdirSync(dirname(target), { recursive: true });
  const beside = `${target}.${process.pid}`;
  writeFileSync(beside, content);
  chmodSync(beside, mode);
  renameSync(beside, target);
}

function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
