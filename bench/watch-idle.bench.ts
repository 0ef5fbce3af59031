/** What a watch costs while nothing happens: how often its main thread wakes in a minute, and its memory beside Node alone. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { openNode, startWatch } from "../test/system/watch/watched-node.ts";
import type { Report } from "./measure.ts";
import { memoryOf } from "./watch-flood.ts";

export const name = "watch-idle";

/** After the last change V8 tidies up, on a busy machine for longer: it is quiet once nothing has woken it for 10 s. */
const quietMs = 10_000;
const patienceMs = 120_000;
const idle = 60_000; // ms
const mostMemory = 90; // MB

/** A heartbeat is a timer and a few turns of the thread pool. */
const mostWithHeartbeat = 20;

export async function run(report: Report): Promise<void> {
  await measureIdle(report, [], "without metrics", 0);
  await measureIdle(report, ["--metrics", "ors.prom"], "with metrics and their heartbeat", mostWithHeartbeat);
}

async function measureIdle(
  report: Report,
  [option, file]: readonly string[],
  what: string,
  most: number,
): Promise<void> {
  const node = await openNode(64);
  const options = option === undefined ? [] : [option, `${node.state}/${file}`];
  const watch = startWatch(node, ...options);
  const nothing = spawn(process.execPath, ["-e", "setInterval(() => {}, 1 << 30)"]);
  try {
    await watch.said(/applied in/);
    const wakes = () => field(watch.child.pid, "voluntary_ctxt_switches");
    await quiet(wakes);
    const before = wakes();
    await pause(idle);
    const woken = wakes() - before;
    report({
      name: `idle for a minute ${what}, the main thread wakes`,
      ours: woken,
      unit: "times",
      peer: "a timer once a second",
      theirs: idle / 1000,
      ratio: woken / (idle / 1000),
      target: `at most ${most} times`,
      ok: woken <= most,
    });
    const { now } = memoryOf(node, watch);
    const theirs = field(nothing.pid, "VmRSS") / 1024;
    report({
      name: `idle with 64 subtaps ${what}, resident memory`,
      ours: now,
      unit: "MB",
      peer: "Node alone",
      theirs,
      ratio: now / theirs,
      target: `less than ${mostMemory} MB`,
      ok: now < mostMemory,
    });
  } finally {
    nothing.kill();
    await watch.end("SIGKILL");
    await node.close();
  }
}

async function quiet(wakes: () => number): Promise<void> {
  for (const until = performance.now() + patienceMs; performance.now() < until; ) {
    const before = wakes();
    await pause(quietMs);
    if (wakes() === before) return;
  }
}

function field(pid: number | undefined, name: string): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1]);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
