// `npm run release [-- --output FOLDER]`: the archive that the SlapOS profile software/ors-amarisoft is built from. It
// holds the bundle, the modules that are not bundled, the sources of the trampoline, and the recipe: a node needs Node,
// a C compiler and make for it, and neither npm nor a registry. The same sources make the same bytes: files in order,
// without times, owners and names of folders. Prints the archive's path and the two options of the profile.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { listFiles } from "./fingerprint.mjs";
import { buildCopy, copyRuntime } from "./package-copy.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const { output } = parseArgs({
  options: { output: { type: "string", default: join(root, "release") } },
}).values;
const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const title = `${name}-${version}`;

const workshop = mkdtempSync(join(tmpdir(), "ors-release-"));
try {
  const build = join(workshop, "build");
  buildCopy(root, build, join(workshop, "npm"));
  const result = join(workshop, title);
  copyRuntime(build, result);
  copySources(join(root, "trampoline"), join(result, "trampoline"), /\.[ch]$|^Makefile$/);
  copySources(join(root, "software-release/recipe/ors_recipe"), join(result, "recipe/ors_recipe"), /\.py$/);
  const archive = gzipSync(pack(result), { level: 9 });
  mkdirSync(resolve(output), { recursive: true });
  const path = join(resolve(output), `${title}.tar.gz`);
  writeFileSync(path, archive);
  console.log(path);
  console.log(`url = …/${basename(path)}`);
  console.log(`sha512sum = ${createHash("sha512").update(archive).digest("hex")}`);
} finally {
  rmSync(workshop, { recursive: true, force: true });
}

function copySources(from, to, wanted) {
  for (const path of listFiles(from).filter((one) => wanted.test(basename(one))))
    cpSync(path, join(to, relative(from, path)));
}

/** A tar archive; a mode says whether a file is executable, and nothing of this machine's umask. */
function pack(folder) {
  for (const path of listFiles(folder)) chmodSync(path, statSync(path).mode & 0o111 ? 0o755 : 0o644);
  const names = listFiles(folder).map((path) => relative(workshop, path));
  const how = ["--format=ustar", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0"];
  return execFileSync("tar", ["--create", ...how, "--no-recursion", "--null", "--files-from=-"], {
    cwd: workshop,
    input: names.join("\0"),
    maxBuffer: 1 << 28,
  });
}
