// The package made from a copy of its sources: nothing is written in the source folder. Node's own modules only.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, symlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { external } from "./external.mjs";
import { buildInputs, isMade } from "./fingerprint.mjs";
import { hasLockedPackages, readLockedPackages } from "./locked-packages.mjs";

/** Copies what the build reads, brings the modules that the lockfile wants, and builds there. NPM names npm. */
export function buildCopy(source, build, npmCache) {
  for (const name of buildInputs)
    cpSync(join(source, name), join(build, name), {
      recursive: true,
      filter: (path) => !isMade(relative(source, path)),
    });
  provideModules(source, build, npmCache);
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: build, stdio: "inherit" });
}

/** Copies what runs, but for the trampoline: the bundle, and the packages that are not bundled. */
export function copyRuntime(build, result) {
  for (const name of ["package.json", "dist"])
    cpSync(join(build, name), join(result, name), { recursive: true });
  for (const path of listUnbundledPackages(build))
    if (existsSync(join(build, path)))
      cpSync(join(build, path), join(result, path), { recursive: true, dereference: true, filter: isWanted });
}

/** Those of the source folder where they are what the lockfile says, else from the registry. */
function provideModules(source, build, npmCache) {
  const installed = join(source, "node_modules");
  if (hasLockedPackages(source, installed)) {
    symlinkSync(installed, join(build, "node_modules"));
    return;
  }
  const which = ["--include=dev", "--include=optional", "--ignore-scripts"];
  const how = ["--prefer-offline", "--no-audit", "--no-fund"];
  execFileSync(process.env.NPM ?? "npm", ["ci", ...which, ...how], {
    cwd: build,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, npm_config_cache: npmCache },
  });
}

/** Packages that the bundle leaves outside, with what they need, as paths of the lockfile. */
function listUnbundledPackages(folder) {
  const packages = readLockedPackages(folder);
  const wanted = new Set();
  const add = (name) => {
    const path = `node_modules/${name}`;
    if (wanted.has(path) || packages[path] === undefined) return;
    wanted.add(path);
    const { dependencies, optionalDependencies } = packages[path];
    for (const needed of Object.keys({ ...dependencies, ...optionalDependencies })) add(needed);
  };
  for (const name of external) add(name);
  return wanted;
}

/** Native code for another C library stays behind: it runs nowhere here, and the check of executables refuses it. */
function isWanted(path) {
  return !/\/musl_[^/]*$/.test(path);
}
