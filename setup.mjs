// Installs what is missing and builds what is stale. Node's own modules only: it runs before anything is installed.
//
//   node setup.mjs [build|start|test|bench]
//
// What is installed depends on what it is for: `build` makes dist/ and the trampoline, `start` is the demo of
// `npm start`, `test` is everything else of package.json but `bench`, which has the programs that we are compared with.
// Each has what those before it have; without a word: test.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fingerprintBuild } from "./scripts/fingerprint.mjs";
import { fetchGuestKernel } from "./scripts/guest-kernel.mjs";
import { hasLockedPackages } from "./scripts/locked-packages.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const stateFolder = join(root, ".setup");
const purposes = ["build", "start", "test", "bench"];

/** Debian packages: the first purpose that needs each, and what for. */
const debianPackages = {
  gcc: ["build", "the trampoline"],
  make: ["build", "the trampoline"],
  "libc6-dev": ["build", "the trampoline"],
  "linux-libc-dev": ["build", "the trampoline"],
  iproute2: ["start", "the TAP of the demo, and the witness of the tests"],
  "util-linux": ["start", "the demo's namespaces, and the lock of the writer of files"],
  "dnsmasq-base": ["start", "DHCPv6 for Radio Units"],
  "isc-dhcp-client": ["start", "the DHCPv6 client of an emulated Radio Unit"],
  ndisc6: ["start", "neighbour discovery of an emulated Radio Unit"],
  "iputils-ping": ["start", "what an emulated Radio Unit reaches"],
  clang: ["test", "the trampoline's fuzzers and sanitizers"],
  "libclang-rt-14-dev": ["test", "the trampoline's fuzzers and sanitizers"],
  "libcap2-bin": ["test", "file capabilities"],
  procps: ["test", "processes"],
  binutils: ["test", "what the tests see of the trampoline's executable"],
  "wide-dhcpv6-server": ["test", "leases that end soon"],
  iperf3: ["test", "traffic over an emulated link"],
  tcpdump: ["test", "captures of an emulated link"],
  "dpdk-dev": ["test", "testpmd, a client of shared memory"],
  "librte-net-memif23": ["test", "testpmd, a client of shared memory"],
  "librte-mempool-ring23": ["test", "testpmd, a client of shared memory"],
  zsh: ["test", "a shell that the completion is for"],
  fish: ["test", "a shell that the completion is for"],
  "qemu-system-x86": ["test", "a program that takes an open TAP, and a second kernel"],
  cpio: ["test", "the first files of the guest with a second kernel"],
  "python3-venv": ["test", "a SlapOS node"],
  "python3-dev": ["test", "a SlapOS node"],
  netconfd: ["test", "a NETCONF server of others' making"],
  yangcli: ["test", "a NETCONF client of others' making"],
  "openssh-server": ["test", "the SSH in front of netconfd"],
  "openssh-client": ["test", "the client of the SFTP server"],
  openssl: ["test", "a password for that SSH"],
  bsdutils: ["test", "a terminal for yangcli"],
  sudo: ["test", "what a SlapOS node's administrator allows"],
  "openvswitch-switch": ["bench", "another switch in user space"],
  "openvswitch-switch-dpdk": ["bench", "another switch with ports of shared memory"],
  vde2: ["bench", "another switch in user space"],
};

const purpose = process.argv[2] ?? "test";
if (!purposes.includes(purpose)) {
  console.error(`setup: unknown purpose "${purpose}"; expected: ${purposes.join(", ")}`);
  process.exit(2);
}
withLock(() => {
  installDebianPackages();
  if (needs("test") && commandWorks("apt-get", ["--version"]))
    fetchGuestKernel(join(stateFolder, "guest-kernel"));
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

/** Whether the purpose has what another one is the first to need. */
function needs(first) {
  return purposes.indexOf(first) <= purposes.indexOf(purpose);
}

function installDebianPackages() {
  if (!commandWorks("dpkg-query", ["--version"])) return;
  const missing = Object.entries(debianPackages)
    .filter(([name, [first]]) => needs(first) && !isInstalled(name))
    .map(([name]) => name);
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
  if (hasLockedPackages(root)) return;
  console.error("setup: npm ci");
  execFileSync("npm", ["ci", "--include=dev", "--include=optional", "--ignore-scripts", "--silent"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** Builds where a source, its name or a tool is another than in the build that is there, or where that is gone. */
function build() {
  const stamp = join(stateFolder, "built");
  const made = ["dist/cli.js", "trampoline/netcapdo", "src/render/templates.gen.ts"];
  const fingerprint = fingerprintBuild(root);
  if (readIfThere(stamp) === fingerprint && made.every((name) => existsSync(join(root, name)))) return;
  console.error("setup: building");
  execFileSync(process.execPath, [join(root, "scripts", "build.mjs")], { cwd: root, stdio: "inherit" });
  writeFileSync(stamp, fingerprint);
}

function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
