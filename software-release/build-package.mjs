// Builds the package of a source folder into the folder that a software release runs it from.
//
//   node build-package.mjs --source FOLDER --location FOLDER
//
// Node's own modules only. What is the same is not written again: a rebuild that changes nothing changes no file,
// and the trampoline keeps its capability. CC, MAKE and NPM name the tools.
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
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fingerprintBuild, listFiles } from "../scripts/fingerprint.mjs";
import { buildCopy, copyRuntime } from "../scripts/package-copy.mjs";

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
buildCopy(source, build, join(workshop, "npm"));
const result = join(workshop, "result");
copyRuntime(build, result);
cpSync(join(build, "trampoline/netcapdo"), join(result, "trampoline/netcapdo"));
bringOver();
writeFileSync(join(location, stampName), stamp);
rmSync(workshop, { recursive: true, force: true });

/** What the package is made of: the build and this script. */
function fingerprint() {
  const own = createHash("sha256").update(readFileSync(fileURLToPath(import.meta.url)));
  return own.update(fingerprintBuild(source)).digest("hex");
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
