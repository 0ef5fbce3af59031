/** Where the benches of the switch run, and the programs that they compare: each with ports that are TAPs of VLAN 10. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openPlace, type Place, queueLength } from "./link-place.ts";
import { root, runProgram } from "./measure.ts";

/** A program that forwards, with its ports up. */
export type Contestant = {
  readonly place: Place;
  /** Names of its TAPs. */
  readonly ports: readonly string[];
  /** Processor time that it has had, all threads together, in seconds. */
  readonly worked: () => number;
  readonly close: () => Promise<void>;
};

/** Our switch, as the program that people run. */
export async function startOurs(count: number): Promise<Contestant> {
  const [place, ports, folder] = preparePlace(count);
  const config = join(folder, "switch.json");
  const entries = ports.map((tap) => [tap, { tap, access: 10 }]);
  writeFileSync(config, JSON.stringify({ flood: 0, ports: Object.fromEntries(entries) }));
  const words = [
    join(root, "dist/cli.js"),
    "switch",
    "run",
    "--control",
    join(folder, "s.sock"),
    "--config",
    config,
  ];
  const child = start(place, process.execPath, words);
  await Promise.all([firstOutput(child), untilCarried(place, ports)]);
  return contest(place, ports, folder, [child]);
}

/** What a C program does that reads here and writes there. */
export async function startLoop(loop: string): Promise<Contestant> {
  const [place, ports, folder] = preparePlace(2);
  const child = start(place, loop, ["forward", ...ports]);
  await untilCarried(place, ports);
  return contest(place, ports, folder, [child]);
}

/** Open vSwitch's own switch in user space. */
export async function startOpenVswitch(count: number): Promise<Contestant> {
  const [place, , folder] = preparePlace(0);
  const ports = nameTaps(count);
  const [database, socket] = [join(folder, "conf.db"), `unix:${join(folder, "db.sock")}`];
  place.run("ovsdb-tool", "create", database, "/usr/share/openvswitch/vswitch.ovsschema");
  const environment = { ...process.env, OVS_RUNDIR: folder, OVS_LOGDIR: folder, OVS_DBDIR: folder };
  const server = start(
    place,
    "ovsdb-server",
    [database, `--remote=p${socket}`, `--unixctl=${folder}/server.ctl`],
    environment,
  );
  await pause(500);
  const set = (...words: string[]) => place.run("ovs-vsctl", `--db=${socket}`, "--timeout=20", ...words);
  set("--no-wait", "init");
  const child = start(place, "ovs-vswitchd", [socket, `--unixctl=${folder}/switch.ctl`], environment);
  set("add-br", "bench", "--", "set", "bridge", "bench", "datapath_type=netdev");
  for (const tap of ports) set("add-port", "bench", tap, "tag=10", "--", "set", "interface", tap, "type=tap");
  upTaps(place, ports);
  return contest(place, ports, folder, [child, server], [child]);
}

/** Its number 0 is no port, and it has 32 where it is not asked for more. */
const spareVdePorts = 16;

/** The switch of Virtual Distributed Ethernet. */
export async function startVde(count: number): Promise<Contestant> {
  const [place, ports, folder] = preparePlace(count);
  const management = join(folder, "management");
  const taps = ports.flatMap((tap) => ["-tap", tap]);
  const words = ["-n", `${count + spareVdePorts}`, "-s", join(folder, "switch"), "-M", management];
  const child = start(place, "vde_switch", [...words, ...taps]);
  await untilCarried(place, ports);
  const orders = ["vlan/create 10", ...ports.map((_, index) => `port/setvlan ${index + 1} 10`)];
  await sendLines(management, orders);
  return contest(place, ports, folder, [child]);
}

/** The program that makes traffic, compiled. */
export function compileLoad(): string {
  const folder = join(root, ".setup");
  mkdirSync(folder, { recursive: true });
  const program = join(folder, "switch-load");
  const warnings = ["-O2", "-Wall", "-Wextra", "-Werror"];
  runProgram("gcc", [...warnings, "-o", program, join(root, "bench", "c", "switch-load.c")]);
  return program;
}

function nameTaps(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `p${index}`);
}

function preparePlace(count: number): [Place, string[], string] {
  const ports = nameTaps(count);
  return [openPlace(...ports), ports, mkdtempSync(join(tmpdir(), "ors-bench-"))];
}

function upTaps(place: Place, taps: readonly string[]): void {
  for (const tap of taps) place.run("ip", "link", "set", "dev", tap, "txqueuelen", `${queueLength}`, "up");
}

/** A TAP has a carrier once a program has it open. */
async function untilCarried(place: Place, taps: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const links: { ifname: string; flags: string[] }[] = JSON.parse(place.run("ip", "-json", "link", "show"));
    const ready = links.filter(({ ifname, flags }) => taps.includes(ifname) && flags.includes("LOWER_UP"));
    if (ready.length === taps.length) return;
    await pause(20);
  }
  throw new Error("the TAPs were not opened");
}

function start(place: Place, program: string, words: readonly string[], env = process.env): ChildProcess {
  // vde_switch ends with its standard input
  const child = place.inside(() => spawn(program, words, { stdio: ["pipe", "pipe", "ignore"], env }));
  process.once("exit", () => child.kill("SIGKILL"));
  return child;
}

function firstOutput(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.stdout?.once("data", resolve));
}

function contest(
  place: Place,
  ports: readonly string[],
  folder: string,
  children: readonly ChildProcess[],
  counted = children,
): Contestant {
  const close = async () => {
    const ends = children.map((child) => new Promise((resolve) => child.once("exit", resolve)));
    for (const child of children) child.kill("SIGKILL");
    await Promise.all(ends);
    place.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { place, ports, worked: () => sum(counted.map(readWorked)), close };
}

/** Time on a processor of all threads, in ns: /proc/PID/task/TID/schedstat. */
function readWorked({ pid }: ChildProcess): number {
  const threads = runProgram("sh", ["-c", `cat /proc/${pid}/task/*/schedstat`])
    .trim()
    .split("\n");
  return sum(threads.map((line) => Number(line.split(" ")[0]))) / 1e9;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Each order is answered before the next one is sent. */
function sendLines(path: string, lines: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const left = [...lines];
    socket.on("error", reject);
    socket.on("data", (text) => {
      if (!text.toString().includes("vde$")) return;
      const line = left.shift();
      if (line !== undefined) socket.write(`${line}\n`);
      else {
        socket.destroy();
        resolve();
      }
    });
  });
}
