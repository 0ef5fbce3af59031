/** A watched node while links, addresses and routes change beside its subtaps as fast as a small C program can do it. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { outcomeOf } from "../test/support/netns.ts";
import { cli, type WatchedNode, type WatchProcess, watchProcess } from "../test/system/watch/watched-node.ts";
import { root } from "./measure.ts";

/** Compiles the generator into the set-up folder and puts it into the node. */
export function installFlood(node: WatchedNode): string {
  const folder = join(root, ".setup");
  mkdirSync(folder, { recursive: true });
  const program = join(folder, "flood");
  const compiled = spawnSync("cc", ["-O2", "-o", program, join(root, "bench/c/flood.c")], {
    encoding: "utf8",
  });
  if (compiled.status !== 0) throw new Error(`cc: ${compiled.stderr}`);
  copyFileSync(program, join(node.namespace.folderOutside, "flood"));
  node.namespace.sh("ip link add flood0 type ifb; ip link set flood0 up");
  return join(node.namespace.folder, "flood");
}

/** Starts a watch that tells how long its event loop was held. */
export function startMeasured(node: WatchedNode, ...options: string[]): WatchProcess {
  const words = ["watch", "--plan", node.planFile, "--trampoline", node.trampoline, ...options];
  return watchProcess(node, [
    process.execPath,
    "--import",
    join(root, "bench/watch-loop.mjs"),
    cli,
    ...words,
  ]);
}

/** A Node that does nothing but measure its own event loop: how long the machine itself holds one. */
export function startWitness(node: WatchedNode): WatchProcess {
  const nothing = "process.once('SIGTERM', () => process.exit()); setInterval(() => {}, 1 << 30)";
  return watchProcess(node, [
    process.execPath,
    "--import",
    join(root, "bench/watch-loop.mjs"),
    "-e",
    nothing,
  ]);
}

export type Hold = {
  /** ms by the wall clock: what the machine took away counts too. */
  readonly wall: number;
  /** ms of the thread's processor time. */
  readonly own: number;
};

/** What a measured process said as it ended: for how long its event loop was held at most. */
export function longestHold(measured: WatchProcess): Hold {
  const told = /loop held: max ([\d.]+) ms, of it own ([\d.]+)/.exec(measured.lines.join("\n"));
  return { wall: Number(told?.[1]), own: Number(told?.[2]) };
}

export type Flooded = {
  /** Changes a second that the generator came to. */
  readonly rate: number;
  /** Drifts that were made on subtaps meanwhile. */
  readonly drifts: number;
};

/** Floods, and breaks a subtap every now and then. */
export async function flood(
  node: WatchedNode,
  program: string,
  rate: number,
  changes: number,
): Promise<Flooded> {
  const child = node.namespace.start([program, "flood0", `${rate}`, `${changes}`]);
  const end = outcomeOf(child);
  let ended = false;
  void end.then(() => {
    ended = true;
  });
  let drifts = 0;
  while (!ended) {
    const tap = node.plan.taps[drifts % node.plan.taps.length];
    node.namespace.run(["ip", "-6", "addr", "flush", "dev", tap?.name ?? "", "scope", "global"]);
    drifts++;
    await Promise.race([end, new Promise((resolve) => setTimeout(resolve, 500))]);
  }
  const { stdout, stderr, status } = await end;
  if (status !== 0) throw new Error(`flood: ${stderr}`);
  const [made = "0", , milliseconds = "1"] = stdout.trim().split(" ");
  return { rate: (Number(made) / Number(milliseconds)) * 1000, drifts };
}

/** Waits until nothing differs; gives how many milliseconds that took, and fails after ten seconds. */
export async function settled(node: WatchedNode): Promise<number> {
  const start = performance.now();
  for (;;) {
    const differences = node.differences();
    const passed = performance.now() - start;
    if (differences.length === 0) return passed;
    if (passed > 10_000) throw new Error(`still different: ${differences.join(", ")}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Resident memory in MB: at its highest, and now. */
export function memoryOf(
  node: WatchedNode,
  watch: WatchProcess,
): { readonly peak: number; readonly now: number } {
  const status = node.namespace.sh(`cat /proc/${watch.child.pid}/status`);
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) / 1024;
  return { peak: field("VmHWM"), now: field("VmRSS") };
}
