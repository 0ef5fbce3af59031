// Debian's kernel for the guest of test/guest. It is fetched and laid out below .setup/, never installed: it is not for
// this machine. Node's own modules only, as in setup.mjs.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const newestKernel = "linux-image-cloud-amd64";

/** Puts boot/ and lib/modules/ of the newest kernel package into a folder, unless something is there already. */
export function fetchGuestKernel(folder) {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return;
  mkdirSync(join(folder, ".."), { recursive: true });
  const fresh = mkdtempSync(`${folder}.`);
  try {
    download(findKernelPackage(), fresh);
    renameSync(fresh, folder);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    console.error(`setup: no kernel for the guest: ${(error.stderr ?? error.message).trim()}`);
  }
}

/** The package that holds the newest kernel; its own name changes with each release. */
function findKernelPackage() {
  const known = askForKernel();
  if (known !== undefined) return known;
  run("apt-get", ["update", "-qq"]);
  const name = askForKernel();
  if (name === undefined) throw new Error(`there is no package ${newestKernel} here`);
  return name;
}

function askForKernel() {
  const depends = spawnSync("apt-cache", ["depends", newestKernel], { encoding: "utf8" });
  return /Depends: (linux-image-\S+)/.exec(depends.stdout)?.[1];
}

function download(name, folder) {
  console.error(`setup: fetching ${name}`);
  run("apt-get", ["download", "-qq", "-o", "APT::Sandbox::User=root", name], folder);
  const archive = readdirSync(folder).find((file) => file.endsWith(".deb"));
  run("dpkg-deb", ["--extract", archive, "."], folder);
  rmSync(join(folder, archive));
  rmSync(join(folder, "usr"), { recursive: true, force: true });
}

function run(program, args, cwd = "/") {
  return execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
