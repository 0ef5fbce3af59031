import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** What the build reads; everything else of a clone (tests, documents) plays no part. */
export const buildInputs = [
  "package.json",
  "package-lock.json",
  ".npmrc",
  "tsconfig.json",
  "scripts",
  "src",
  "templates",
  "trampoline",
];

const made = /(\.gen\.ts|^trampoline\/(netcapdo|build))$/;

/** Whether a path, as seen from the folder of the sources, is what a build leaves beside them. */
export function isMade(path) {
  return made.test(path);
}

/** A digest of every file that the build reads, by name and content, and of the tools that it uses. */
export function fingerprintBuild(source) {
  const hash = createHash("sha256");
  for (const path of buildInputs.flatMap((name) => listFiles(join(source, name)))) {
    const name = relative(source, path);
    if (!isMade(name)) hash.update(`${name}\0`).update(readFileSync(path)).update("\0");
  }
  for (const tool of [process.env.CC ?? "cc", process.env.MAKE ?? "make"]) hash.update(readVersion(tool));
  return hash.update(process.version).digest("hex");
}

/** What a tool says of itself; nothing where it is not there, so that the build itself says so. */
function readVersion(tool) {
  return spawnSync(tool, ["--version"], { encoding: "utf8" }).stdout ?? "";
}

/** Every file at or below a path, in order; none where there is nothing. */
export function listFiles(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => listFiles(join(path, name)));
}
