/**
 * A million changes of links, addresses and routes beside the subtaps, at 10,000 and at 100,000 a second, while drifts
 * go on being healed; and what a watch that was stopped in the middle of it makes of its losses.
 */

import { defaultSlice } from "../src/watch/defaults.ts";
import {
  openNode,
  startWatch,
  type WatchedNode,
  type WatchProcess,
} from "../test/system/watch/watched-node.ts";
import type { Report } from "./measure.ts";
import {
  flood,
  installFlood,
  longestHold,
  memoryOf,
  settled,
  startMeasured,
  startWitness,
} from "./watch-flood.ts";

export const name = "watch-flood";

const floods = [
  { rate: 10_000, changes: 100_000 },
  { rate: 100_000, changes: 900_000 },
];
const mostMemory = 120; // MB
/** Beyond a slice: what the reading side, a collection of garbage and starting a process take. */
const grace = 5; // ms

export async function run(report: Report): Promise<void> {
  const node = await openNode(8);
  try {
    const program = installFlood(node);
    for (const { rate, changes } of floods) await oneFlood(node, program, rate, changes, report);
    await stoppedMeanwhile(node, program, report);
  } finally {
    await node.close();
  }
}

async function oneFlood(
  node: WatchedNode,
  program: string,
  rate: number,
  changes: number,
  report: Report,
): Promise<void> {
  const watch = startMeasured(node);
  const witness = startWitness(node);
  try {
    await watch.said(/kernel's state: start/);
    await seconds(1.5);
    const flooded = await flood(node, program, rate, changes);
    const after = await settled(node);
    await seconds(1.5);
    const { losses, messages } = watch.status() ?? { losses: -1, messages: -1 };
    const memory = memoryOf(node, watch);
    const what = `${changes} changes, ${Math.round(flooded.rate)} a second`;
    console.log(
      `  ${what}: ${messages} messages, ${losses} losses, ${flooded.drifts} drifts; nothing differs ${after.toFixed(0)} ms after the end`,
    );
    report(atMost(`${what}: resident memory at its highest`, memory.peak, "MB", mostMemory));
    report(atMost(`${what}: losses that went unnoticed`, unnoticed(node, watch), "", 0));
    await Promise.all([watch.end(), witness.end()]);
    const most = defaultSlice.durationMs + grace;
    const [hold, idle] = [longestHold(watch), longestHold(witness)];
    console.log(
      `  by the wall clock held at most ${hold.wall} ms; a Node beside it that does nothing ${idle.wall} ms`,
    );
    report(atMost(`${what}: event loop held at most, own processor time`, hold.own, "ms", most));
  } finally {
    await witness.end("SIGKILL");
    await watch.end("SIGKILL");
  }
}

/** The kernel's buffer overflows while the watch is stopped: the loss must be noticed, and nothing differ in the end. */
async function stoppedMeanwhile(node: WatchedNode, program: string, report: Report): Promise<void> {
  const watch = startWatch(node);
  try {
    await watch.said(/kernel's state: start/);
    const flooding = flood(node, program, 0, 300_000);
    for (let times = 0; times < 3; times++) {
      await seconds(0.2);
      watch.child.kill("SIGSTOP");
      await seconds(0.3);
      watch.child.kill("SIGCONT");
    }
    await flooding;
    await settled(node);
    await seconds(1.5);
    const losses = watch.status()?.losses ?? 0;
    console.log(`  stopped three times in a flood: ${losses} losses told`);
    report(atMost("stopped in a flood: losses that went unnoticed", unnoticed(node, watch), "", 0));
    report({
      ...atMost("stopped in a flood: losses told", losses, "", losses),
      ok: losses > 0,
      target: "at least 1",
    });
  } finally {
    await watch.end("SIGKILL");
  }
}

/** Messages that the kernel dropped on a socket that still listens: after a loss that was noticed it is another one. */
function unnoticed(node: WatchedNode, watch: WatchProcess): number {
  const [, ...lines] = node.namespace.sh(`cat /proc/${watch.child.pid}/net/netlink`).trim().split("\n");
  // sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode; the socket of this process is named by its number.
  const own = lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , pid]) => pid === `${watch.child.pid}`);
  return own.reduce((sum, fields) => sum + Number(fields[8]), 0);
}

function atMost(what: string, ours: number, unit: string, limit: number) {
  return {
    name: what,
    ours,
    unit,
    peer: "limit",
    theirs: limit,
    ratio: limit === 0 ? ours : ours / limit,
    target: `at most ${limit}`,
    ok: ours <= limit,
  };
}

function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1000));
}
