/** Single frames over two ports that stay: how long each takes is how long the switch was doing something else. */
import { createInterface } from "node:readline";
import { compileLoop } from "../../bench/link-place.ts";
import { type Namespace, outcomeOf } from "../../test/support/netns.ts";

/** From one frame to the next. */
const gapUs = 300;

/** When a frame was sent, in ms since 1970, and how many ms it took. */
export type Sample = { readonly at: number; readonly tookMs: number };

/** From when to when something was done, in ms since 1970. */
export type Window = { readonly begin: number; readonly end: number };

export type Meter = { readonly end: () => Promise<readonly Sample[]> };

export function startMeter(namespace: Namespace, from: string, to: string): Meter {
  const child = namespace.start([compileLoop(), "pauses", from, to, `${gapUs}`]);
  const ended = outcomeOf(child);
  const samples: Sample[] = [];
  if (child.stdout === null) throw new Error("the meter says nothing");
  createInterface(child.stdout).on("line", (line) => {
    const [at = 0, tookUs = 0] = line.split(" ").map(Number);
    samples.push({ at, tookMs: tookUs / 1e3 });
  });
  return {
    end: async () => {
      child.kill("SIGTERM");
      await ended;
      return samples;
    },
  };
}

/** The longest that a frame took in each window, in ms; windows in which none was sent are left out. */
export function findPauses(samples: readonly Sample[], windows: readonly Window[]): number[] {
  return windows.flatMap(({ begin, end }) => {
    const within = samples.filter(({ at, tookMs }) => at + tookMs >= begin && at <= end);
    return within.length === 0 ? [] : [Math.max(...within.map(({ tookMs }) => tookMs))];
  });
}

export function describePauses(pauses: readonly number[]): string {
  const sorted = [...pauses].sort((a, b) => a - b);
  const at = (part: number) => (sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN).toFixed(2);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms of ${sorted.length}`;
}
