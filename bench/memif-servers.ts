/** Programs that forward frames between two memif servers, each pinned to one core. */
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { openPlace } from "./link-place.ts";
import { root, runProgram } from "./measure.ts";

export type MemifServers = {
  /** Of the ids 0 and 1. */
  readonly sockets: readonly [string, string];
  readonly hasEnded: () => boolean;
  readonly close: () => Promise<void>;
};

export type Contestant = {
  /** @param folder for its files; @param core the core that it forwards on */
  readonly start: (folder: string, core: number) => Promise<MemifServers>;
  /** Rings that it fills towards each client. */
  readonly ringsToClient: number;
};

/** A program of others: where it is, or its name in PATH, and the Debian package that has it. */
export type Peer = Contestant & {
  readonly program: string;
  readonly from: string;
  readonly needsRoot: boolean;
};

export const ours: Contestant = { start: startOurs, ringsToClient: 1 };
export const testpmd: Peer = {
  program: "dpdk-testpmd",
  from: "dpdk-dev",
  needsRoot: false,
  start: startTestpmd,
  ringsToClient: 1,
};
/** Its thread that forwards sends on a queue of its own, beside that of the other threads. */
export const openVswitch: Peer = {
  program: "/usr/lib/openvswitch-switch-dpdk/ovs-vswitchd-dpdk",
  from: "openvswitch-switch-dpdk",
  needsRoot: true,
  start: startOpenVswitch,
  ringsToClient: 2,
};

/** Why a program cannot be measured here; null where it can. */
export function findObstacle({ program, from, needsRoot }: Peer): string | null {
  if (!isInstalled(program)) return `${from} is not installed`;
  return needsRoot && process.geteuid?.() !== 0 ? `only root can start ${program}` : null;
}

function isInstalled(program: string): boolean {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.some((folder) => {
    try {
      accessSync(resolve(folder, program));
      return true;
    } catch {
      return false;
    }
  });
}

async function startOurs(folder: string, core: number): Promise<MemifServers> {
  const [socket, config] = [join(folder, "memif"), join(folder, "switch.json")];
  const ports = { a: { shm: socket, id: 0, access: 10 }, b: { shm: socket, id: 1, access: 10 } };
  writeFileSync(config, JSON.stringify({ ports }));
  const control = ["--control", join(folder, "control"), "--config", config];
  const words = [join(root, "dist/cli.js"), "switch", "run", ...control];
  return serve([startPinned(core, process.execPath, words, folder)], [socket, socket]);
}

async function startTestpmd(folder: string, core: number): Promise<MemifServers> {
  const sockets = [join(folder, "a"), join(folder, "b")] as const;
  const vdevs = sockets.flatMap((socket, id) => ["--vdev", describeDevice(socket, id)]);
  const eal = ["--lcores", `0@${core},1@${core}`, ...noHugePages, "-m", "128", "--no-shconf"];
  const drivers = ["-d", "librte_net_memif.so", "-d", "librte_mempool_ring.so", ...vdevs];
  const own = ["--forward-mode=io", "--total-num-mbufs=8192", "--auto-start", "--stats-period=60"];
  const words = [...eal, ...drivers, "--", ...own];
  return serve([startPinned(core, testpmd.program, words, folder)], sockets);
}

/** A namespace keeps the bridge's own interface from the machine's, a database of its own its settings. */
async function startOpenVswitch(folder: string, core: number): Promise<MemifServers> {
  const place = openPlace();
  const sockets = [join(folder, "a"), join(folder, "b")] as const;
  const [database, socket] = [join(folder, "conf.db"), `unix:${join(folder, "db.sock")}`];
  const env = { OVS_RUNDIR: folder, OVS_LOGDIR: folder, OVS_DBDIR: folder, RUNTIME_DIRECTORY: folder };
  const start = (program: string, ...words: string[]) =>
    place.inside(() => startPinned(core, program, words, folder, env));
  const set = (...words: string[]) => runProgram("ovs-vsctl", [`--db=${socket}`, "--timeout=30", ...words]);
  runProgram("ovsdb-tool", ["create", database, "/usr/share/openvswitch/vswitch.ovsschema"]);
  const children = [start("ovsdb-server", database, `--remote=p${socket}`, `--unixctl=${folder}/server.ctl`)];
  const servers = serve(children, sockets, place.close);
  try {
    set("--no-wait", "--retry", "init");
    const extra = [...noHugePages, "--legacy-mem", "-m", "512", "--no-shconf"].join(" ");
    const mask = (1 << core).toString(16);
    const cores = [`other_config:dpdk-lcore-mask=0x${mask}`, `other_config:pmd-cpu-mask=0x${mask}`];
    const dpdk = ["other_config:dpdk-init=true", `other_config:dpdk-extra=${extra}`, ...cores];
    set("--no-wait", "set", "Open_vSwitch", ".", ...dpdk);
    children.push(start(openVswitch.program, socket, `--unixctl=${folder}/switch.ctl`));
    set("add-br", "bench", "--", "set", "bridge", "bench", "datapath_type=netdev");
    for (const [id, path] of sockets.entries()) {
      const device = `options:dpdk-devargs=${describeDevice(path, id)}`;
      set("add-port", "bench", `m${id}`, "tag=10", "--", "set", "interface", `m${id}`, "type=dpdk", device);
    }
    return servers;
  } catch (error) {
    await servers.close();
    throw error;
  }
}

const noHugePages = ["--no-huge", "--no-pci", "--no-telemetry"];

function describeDevice(socket: string, id: number): string {
  return `net_memif${id},role=server,id=${id},socket=${socket},socket-abstract=no,bsize=2048,rsize=10`;
}

/** On one core and, where this user may, before all other programs: who waits for that core is not measured. */
export function spawnPinned(core: number, words: readonly string[], options: SpawnOptions): ChildProcess {
  const first = process.geteuid?.() === 0 ? ["nice", "-n", "-20"] : [];
  const [program = "", ...rest] = [...first, "taskset", "-c", `${core}`, ...words];
  return spawn(program, rest, options);
}

function startPinned(
  core: number,
  program: string,
  words: readonly string[],
  folder: string,
  more: NodeJS.ProcessEnv = {},
): ChildProcess {
  const env = { ...process.env, XDG_RUNTIME_DIR: folder, ...more };
  const child = spawnPinned(core, [program, ...words], { stdio: "ignore", env });
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
  return child;
}

/** @param children may become more; all of them are ended */
function serve(
  children: readonly ChildProcess[],
  sockets: readonly [string, string],
  onClosed = () => {},
): MemifServers {
  const isOver = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;
  const end = async (child: ChildProcess) => {
    if (isOver(child)) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  const close = async () => {
    for (const child of children) await end(child);
    onClosed();
  };
  return { sockets, hasEnded: () => children.some(isOver), close };
}
