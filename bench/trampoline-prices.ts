/** What each check of the trampoline costs in a run that makes subtaps. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { median, type Report, runProgram } from "./measure.ts";

const wrapped = [
  ...["freshen", "look", "raise_capability", "narrow_calls", "read_limit", "open_log", "write_log"],
  ...["bind", "recv"],
];

/** Builds the trampoline's own sources with a clock around each check; `program` is where it goes. */
export function buildWithClocks(root: string, program: string): void {
  const folder = join(root, "trampoline");
  const sources = readdirSync(folder).filter((file) => file.endsWith(".c"));
  runProgram("gcc", [
    ...["-std=gnu11", "-D_GNU_SOURCE", "-O2", "-static-pie", "-fPIE", `-I${folder}`, "-o", program],
    ...wrapped.map((name) => `-Wl,--wrap=${name}`),
    ...sources.map((file) => join(folder, file)),
    join(root, "bench", "c", "trampoline-prices.c"),
  ]);
}

/** One run of the program: what passed until it had ended and what it took of a processor, in ms; what it said on standard error. */
export type ClockedRun = { readonly ms: number; readonly cpu: number; readonly said: string };

/** The checks, with the most that each may take of a run that makes 64 subtaps, its waiting left out. */
const checks = [
  { name: "second-socket", what: "a second socket beside each dump", most: 0.02 },
  {
    name: "freshness",
    what: "how old the look is, before each change, and the capability raised for it",
    most: 0.02,
  },
  {
    name: "capability",
    what: "the capability raised and lowered for each pass over the changes",
    most: 0.05,
  },
  { name: "last-look", what: "the looks after the changes, link types among them", most: 0.15 },
  { name: "seccomp", what: "the filter of system calls set up", most: 0.02 },
  { name: "log", what: "the line to the system's log", most: 0.02 },
  { name: "limits", what: "the administrator's limits", most: 0.02 },
];

/** A line for each check: the median of its times beside what the whole runs take of a processor. */
export function reportPrices(runs: readonly ClockedRun[], report: Report): void {
  const prices = runs.map(({ said }) => readPrices(said));
  const of = (name: string): number => median(prices.map((price) => price.get(name) ?? Number.NaN)) / 1e6;
  const clocks = of("free-call") + of("filtered-call");
  const whole = median(runs.map(({ cpu }) => cpu)) - clocks;
  for (const { name, what, most } of checks) {
    const ratio = of(name) / whole;
    const target = `at most ${most} of it`;
    const figures = {
      ours: of(name),
      unit: "ms",
      peer: "the whole run's processor time",
      theirs: whole,
      ratio,
    };
    report({ name: `price of ${what}`, ...figures, target, ok: ratio <= most });
  }
  const [ours, theirs] = [of("filtered-call"), of("free-call")].map((ms) => ms * 1000) as [number, number];
  report({
    name: "price of the filter for 1000 system calls",
    ours,
    unit: "us",
    peer: "without it",
    theirs,
    ratio: ours / theirs,
    target: "at most 1.5",
    ok: ours / theirs <= 1.5,
  });
}

/** Nanoseconds of each check in one run. */
function readPrices(said: string): Map<string, number> {
  const lines = [...said.matchAll(/^price (\S+) (\d+) \d+$/gm)];
  return new Map(lines.map(([, name = "", spent]) => [name, Number(spent)]));
}
