/**
 * How long a drift stands: from the command that makes it to the last message of its healing, 1,000 rounds on nodes of
 * 8 and of 64 subtaps. The limit is the settling time and 10 ms.
 */

import { defaultSettleMs } from "../src/watch/defaults.ts";
import { openNode, startWatch } from "../test/system/watch/watched-node.ts";
import type { Report } from "./measure.ts";
import { drifts, healingTimes } from "./watch-heal.ts";

export const name = "watch-heal";

const rounds = 1000;
const limit = 10; // ms

export async function run(report: Report): Promise<void> {
  for (const count of [8, 64]) await healings(count, report);
}

async function healings(count: number, report: Report): Promise<void> {
  const node = await openNode(count);
  const watch = startWatch(node);
  try {
    await watch.said(/applied in/);
    const random = randomNumbers(count);
    const times: number[] = [];
    for (const drift of drifts) {
      const some = await healingTimes(node, drift, rounds / drifts.length, random);
      times.push(...some);
      console.log(`  ${count} subtaps, ${drift}: ${quantiles(some)}`);
    }
    if (node.differences().length > 0) throw new Error(`still different: ${node.differences().join(", ")}`);
    const p99 = quantile(times, 0.99);
    const allowed = defaultSettleMs + limit;
    report({
      name: `${count} subtaps, ${rounds} drifts healed, p99 (median ${quantile(times, 0.5).toFixed(1)} ms)`,
      ours: p99,
      unit: "ms",
      peer: "settling time and 10 ms:",
      theirs: allowed,
      ratio: p99 / allowed,
      target: "at most 1",
      ok: p99 <= allowed,
    });
  } finally {
    await watch.end("SIGKILL");
    await node.close();
  }
}

function quantiles(times: readonly number[]): string {
  return [0.5, 0.9, 0.99, 1].map((q) => `p${q * 100} ${quantile(times, q).toFixed(2)} ms`).join(", ");
}

function quantile(times: readonly number[], q: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

/** xorshift32: the same sequence every time. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
