// `npm run annotate -- CHECKOUT`: what software/ors-amarisoft takes from SlapOS's repository, for who has a checkout of
// it: the profile is laid into a copy of its tree of links, and buildout reads it with all that it extends. Each
// reference of our sections is shown with where it is defined; one that nothing defines is an error. Nothing is built.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const [given, ...rest] = process.argv.slice(2);
const needed = ["component", "stack", "stack/slapos.cfg", "stack/monitor/buildout.cfg"];

if (given === undefined || rest.length > 0) fail("usage: npm run annotate -- CHECKOUT");
const checkout = resolve(given);
const missing = needed.filter((path) => !existsSync(join(checkout, path)));
if (missing.length > 0)
  fail(`${checkout} is not a checkout of SlapOS's repository: it lacks ${missing.join(", ")}`);

const environment = join(root, ".setup/slapos");
execFileSync("sh", [join(root, "test/slapos/setup.sh"), environment], { stdio: "inherit" });
const tree = mkdtempSync(join(tmpdir(), "ors-annotate-"));
try {
  for (const name of ["component", "stack"]) symlinkSync(join(checkout, name), join(tree, name));
  mkdirSync(join(tree, "software"));
  cpSync(join(root, "software/ors-amarisoft"), join(tree, "software/ors-amarisoft"), { recursive: true });
  const profile = join(tree, "software/ors-amarisoft/software.cfg");
  const words = ["-W", "ignore", join(root, "scripts/annotate.py"), profile, tree];
  execFileSync(join(environment, "bin/python"), words, { stdio: "inherit" });
} catch (error) {
  process.exitCode = error.status ?? 1;
} finally {
  rmSync(tree, { recursive: true, force: true });
}

function fail(text) {
  console.error(`annotate: ${text}`);
  process.exit(2);
}
