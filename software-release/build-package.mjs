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
  readdirSync,
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

const { source, location } = parseArgs({
  options: { source: { type: "string" }, location: { type: "string" } },
}).values;
/** What the build reads; everything else of a clone (tests, documents) plays no part. */
const inputs = [
  "package.json",
  "package-lock.json",
  ".npmrc",
  "tsconfig.json",
  "scripts",
  "src",
  "templates",
  "trampoline",
];
/** What a build leaves in those folders. */
const made = /(\.gen\.ts|^trampoline\/(netcapdo|build))$/;
const stampName = "built-from";

const stamp = fingerprint();
if (readIfThere(join(location, stampName)) === stamp) process.exit(0);

// the check of executables passes over folders of this name: one that a killed run left behind does no harm
const workshop = `${location}__compile__`;
rmSync(workshop, { recursive: true, force: true });
const build = join(workshop, "build");
for (const name of inputs) copyInput(name);
provideModules();
execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: build, stdio: "inherit" });
const { external } = await import(join(build, "scripts", "external.mjs"));
const result = join(workshop, "result");
assemble();
bringOver();
writeFileSync(join(location, stampName), stamp);
rmSync(workshop, { recursive: true, force: true });

/** A digest of every file that the build reads and of the tools that it uses. */
function fingerprint() {
  const hash = createHash("sha256");
  for (const path of inputs.flatMap((name) => filesBelow(join(source, name)))) {
    if (made.test(relative(source, path))) continue;
    hash
      .update(`${relative(source, path)}\0`)
      .update(readFileSync(path))
      .update("\0");
  }
  hash.update(readFileSync(fileURLToPath(import.meta.url)));
  hash.update(process.version).update(execFileSync(process.env.CC ?? "cc", ["--version"]));
  return hash.digest("hex");
}

function copyInput(name) {
  cpSync(join(source, name), join(build, name), {
    recursive: true,
    filter: (path) => !made.test(relative(source, path)),
  });
}

/** The modules by the lockfile: those of the source folder where they are what it says, else from the registry. */
function provideModules() {
  const installed = join(source, "node_modules");
  if (isInstalled(installed)) symlinkSync(installed, join(build, "node_modules"));
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

/** Whether each package that the lockfile wants here is there in its version. */
function isInstalled(modules) {
  const found = readIfThere(join(modules, ".package-lock.json"));
  if (found === "") return false;
  const have = JSON.parse(found).packages;
  return Object.entries(lockedPackages()).every(
    ([path, wanted]) =>
      have[path]?.integrity === wanted.integrity || (wanted.optional && have[path] === undefined),
  );
}

function lockedPackages() {
  const { "": _root, ...packages } = JSON.parse(
    readFileSync(join(source, "package-lock.json"), "utf8"),
  ).packages;
  return packages;
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
  const packages = lockedPackages();
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
  const fresh = filesBelow(result).map((path) => relative(result, path));
  for (const path of fresh.filter((name) => name !== entry)) bring(path);
  bring(entry);
  const keep = new Set(fresh);
  for (const path of filesBelow(location).map((one) => relative(location, one)))
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

/** Every file at or below a path, in order. */
function filesBelow(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
