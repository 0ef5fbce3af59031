// Installs what is missing and builds what is stale. Node's own modules only: it runs before anything is installed.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const stateFolder = join(root, ".setup");

/** Debian packages, each with what it is needed for. */
const debianPackages = {
  gcc: "the trampoline",
  make: "the trampoline",
  "libc6-dev": "the trampoline",
  "linux-libc-dev": "the trampoline",
  clang: "the trampoline's fuzzers and sanitizers",
  "libclang-rt-14-dev": "the trampoline's fuzzers and sanitizers",
  iproute2: "network namespaces, and the witness of the tests",
  "libcap2-bin": "file capabilities in the tests",
  "dnsmasq-base": "DHCPv6 for Radio Units",
  "isc-dhcp-client": "the DHCPv6 client of an emulated Radio Unit",
  ndisc6: "neighbour discovery of an emulated Radio Unit",
  "iputils-ping": "what an emulated Radio Unit reaches",
  "util-linux": "the lock of the writer of files, and namespaces",
  procps: "processes in the tests",
  binutils: "what the tests see of the trampoline's executable",
  iperf3: "traffic over an emulated link, in the tests",
  tcpdump: "captures of an emulated link, in the tests",
  "qemu-system-x86": "a program that takes an open TAP, in the tests",
  "python3-venv": "a SlapOS node in the tests",
  "python3-dev": "a SlapOS node in the tests",
  sudo: "what a SlapOS node's administrator allows, in the tests",
};

withLock(() => {
  installDebianPackages();
  installNodeModules();
  build();
});

/** One set-up at a time: a file made exclusively, taken over where its maker is gone. */
function withLock(action) {
  mkdirSync(stateFolder, { recursive: true });
  const lock = join(stateFolder, "lock");
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (!isRunning(readIfThere(lock))) rmSync(lock, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  try {
    action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(Number(pid) || -1, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function installDebianPackages() {
  if (!commandWorks("dpkg-query", ["--version"])) return;
  const missing = Object.keys(debianPackages).filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  if (process.getuid() !== 0) {
    console.error(`setup: missing Debian packages; as root: apt-get install ${missing.join(" ")}`);
    return;
  }
  console.error(`setup: installing ${missing.join(" ")}`);
  const quiet = {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  execFileSync("apt-get", ["update", "-qq"], quiet);
  execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], quiet);
}

function isInstalled(name) {
  const query = spawnSync("dpkg-query", ["-W", "-f=${Status}", name], { encoding: "utf8" });
  return query.stdout.includes("install ok installed");
}

function commandWorks(command, args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

function installNodeModules() {
  if (newest(join(root, "node_modules", ".package-lock.json")) >= newest(join(root, "package-lock.json")))
    return;
  console.error("setup: npm ci");
  execFileSync("npm", ["ci", "--include=dev", "--include=optional", "--ignore-scripts", "--silent"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

function build() {
  const sources = ["src", "templates", "trampoline", "scripts", "package-lock.json"].map((name) =>
    newest(join(root, name)),
  );
  if (newest(join(stateFolder, "built")) >= Math.max(...sources)) return;
  console.error("setup: building");
  execFileSync(process.execPath, [join(root, "scripts", "build.mjs")], { cwd: root, stdio: "inherit" });
  writeFileSync(join(stateFolder, "built"), "");
}

/** The newest modification time at or below a path, in ms; 0 where there is none. What a build makes does not count. */
function newest(path) {
  const made = /(\.gen\.ts|\/trampoline\/(netcapdo|build))$/;
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || made.test(path)) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
