/** What every bench needs: interleaved runs, medians, a figure beside its peer. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

export type Figure = {
  readonly name: string;
  readonly ours: number;
  readonly unit: string;
  readonly peer: string;
  readonly theirs: number;
  /** ours / theirs, or theirs / ours where the target speaks of "times faster". */
  readonly ratio: number;
  readonly target: string;
  readonly ok: boolean;
};

export type Report = (figure: Figure) => void;

/** The checkout; benches run from a compiled copy, always with the checkout as working directory. */
export const root = resolve(".");

/**
 * Runs the actions in turn, `rounds` times after one warm-up, and gives the median of each in ms.
 *
 * @param prepare is called before each, with its place, and does not count
 */
export function interleavedMedians(
  rounds: number,
  actions: readonly (() => void)[],
  prepare: (place: number) => void = () => {},
): number[] {
  const times = actions.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    actions.forEach((action, index) => {
      prepare(index);
      const start = process.hrtime.bigint();
      action();
      if (round > 0) times[index]?.push(Number(process.hrtime.bigint() - start) / 1e6);
    });
  }
  return times.map(median);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Runs a program to its end; throws with its standard error where it fails. */
export function runProgram(program: string, args: readonly string[], input = ""): string {
  const run = spawnSync(program, args, { input, encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(`${program} ${args.join(" ")}: ${run.stderr || run.error?.message}`);
  return run.stdout;
}
