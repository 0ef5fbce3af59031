/**
 * Six `ors apply` of two plans of one slaptap at once: each ends 0, or 4 where another run was under way, and never 2,
 * for there is nothing wrong with either plan. The seed chooses how many Radio Units the plans are for. After each round
 * the kernel has one of the two plans, whole, or an apply brings it there.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { type Namespace, openNamespace, outcomeOf } from "../test/support/netns.ts";
import { laySlaptap, slaptap16 } from "../test/support/netns-slaptap.ts";
import { installTrampoline, splitOf } from "../test/support/netns-trampoline.ts";
import type { Order, Result } from "./soak.ts";

export const count = 1000;

const appliesAtOnce = 6;
const underWay = /another run/;
const cli = join(import.meta.dirname, "../dist/cli.js");
const counts = fc.tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 2, max: 12 }));

export async function run({ seed, count }: Order): Promise<Result> {
  const namespace = await openNamespace();
  try {
    laySlaptap(namespace, slaptap16);
    const trampoline = installTrampoline(namespace);
    namespace.sh(`mkdir -m 777 ${namespace.folder}/var`);
    const applies: Apply[] = [];
    for (const [round, sizes] of fc.sample(counts, { seed, numRuns: count }).entries()) {
      applies.push(...(await applyAtOnce(namespace, trampoline, round, sizes)));
    }
    return summarise(applies);
  } finally {
    await namespace.close();
  }
}

type Apply = { readonly status: number | null; readonly ms: number; readonly problem: string | null };

async function applyAtOnce(
  namespace: Namespace,
  trampoline: string,
  round: number,
  sizes: readonly number[],
): Promise<Apply[]> {
  const files = sizes.map((size, which) => writePlan(namespace, `plan${which}.json`, size));
  const start = (which: number) => apply(namespace, trampoline, files[which % 2] ?? "", `round ${round}`);
  const applies = await Promise.all(Array.from({ length: appliesAtOnce }, (_, which) => start(which)));
  // Alone, it has nobody to wait for.
  const last = await apply(namespace, trampoline, files[0] ?? "", `round ${round}, afterwards`);
  const isWrong = last.status !== 0 && last.problem === null;
  return [...applies, isWrong ? { ...last, problem: `round ${round}: an apply alone ended 4` } : last];
}

function writePlan(namespace: Namespace, name: string, size: number): string {
  const taps = splitOf(slaptap16, size).map((tap, i) => ({ ...tap, ru: `RU${i + 1}` }));
  const plan = { slaptap: slaptap16.name, range: slaptap16.range, taps };
  writeFileSync(join(namespace.folderOutside, name), JSON.stringify(plan));
  return join(namespace.folder, name);
}

async function apply(namespace: Namespace, trampoline: string, file: string, when: string): Promise<Apply> {
  const state = join(namespace.folder, "var");
  const words = [
    process.execPath,
    cli,
    "apply",
    "--plan",
    file,
    "--state",
    state,
    "--trampoline",
    trampoline,
  ];
  const started = performance.now();
  const { status, stderr } = await outcomeOf(namespace.start(words, { user: slaptap16.user }));
  const ms = performance.now() - started;
  const isGood = status === 0 || (status === 4 && underWay.test(stderr));
  return { status, ms, problem: isGood ? null : `${when}: ended ${status}: ${stderr.trim()}` };
}

function summarise(applies: readonly Apply[]): Result {
  const failures = applies.flatMap(({ problem }) => problem ?? []);
  const times = applies.map(({ ms }) => ms).sort((a, b) => a - b);
  const [middle = 0, slowest = 0] = [times[times.length >> 1], times.at(-1)];
  const gaveWay = applies.filter(({ status }) => status === 4).length;
  return {
    passed: applies.length - failures.length,
    failures,
    figures: [
      `${applies.length} applies, of which ${gaveWay} ended 4`,
      `the middle one took ${middle.toFixed(0)} ms, the slowest ${slowest.toFixed(0)} ms`,
    ],
  };
}
