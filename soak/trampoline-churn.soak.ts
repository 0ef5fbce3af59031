/**
 * Runs of the trampoline by one user, while another makes and removes subtaps and writes Router Advertisements into its
 * own TAP: none may fail for it, and none may take longer than the lock does. The seed chooses what each run wants. At
 * the end one advertisement is for a prefix inside a wanted network: that run ends 4 and names the other user.
 */
import fc from "fast-check";
import { type Namespace, openNamespace, outcomeOf } from "../test/support/netns.ts";
import { laySlaptap, slaptap16 } from "../test/support/netns-slaptap.ts";
import { installTrampoline, requestText, splitOf } from "../test/support/netns-trampoline.ts";
import { advertise, slaptap17, startChurn } from "./churn.ts";
import type { Order, Result } from "./soak.ts";

export const count = 10_000;

/** The trampoline's own limit for what it waits for, in ms. */
const limit = 10_000;

/** Most runs have nothing to do, as the watch's have; the others make or remove a few. */
const wantedSubtaps = fc.oneof(
  { weight: 9, arbitrary: fc.constant(8) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 9 }) },
);

export async function run({ seed, count }: Order): Promise<Result> {
  const namespace = await openNamespace();
  try {
    laySlaptap(namespace, slaptap16);
    laySlaptap(namespace, slaptap17);
    const netcapdo = installTrampoline(namespace);
    const churn = await startChurn(namespace, netcapdo);
    const started = performance.now();
    const runs = await runAll(namespace, netcapdo, fc.sample(wantedSubtaps, { seed, numRuns: count }));
    const seconds = (performance.now() - started) / 1000;
    const rounds = await churn.stop();
    return summarise([...runs, await runAgainst(namespace, netcapdo)], seconds, rounds);
  } finally {
    await namespace.close();
  }
}

type Run = { readonly ms: number; readonly problem: string | null };

async function runAll(namespace: Namespace, netcapdo: string, wanted: readonly number[]): Promise<Run[]> {
  const runs: Run[] = [];
  for (const [index, taps] of wanted.entries()) {
    const input = requestText(slaptap16.name, splitOf(slaptap16, taps));
    const started = performance.now();
    const { status, stderr } = await outcomeOf(namespace.start([netcapdo], { user: slaptap16.user, input }));
    const ms = performance.now() - started;
    const good = status === 0 && ms <= limit;
    const said = stderr.trim();
    runs.push({
      ms,
      problem: good
        ? null
        : `run ${index}, ${taps} subtaps: ended ${status} after ${ms.toFixed(0)} ms: ${said}`,
    });
  }
  return runs;
}

/** A run after the other user has advertised a part of a wanted network. */
async function runAgainst(namespace: Namespace, netcapdo: string): Promise<Run> {
  const [wanted] = splitOf(slaptap16, 1);
  const input = requestText(slaptap16.name, splitOf(slaptap16, 1));
  await advertise(namespace, `${wanted?.network.split("/")[0]}/80`);
  const { status, stdout, stderr } = namespace.run([netcapdo], { user: slaptap16.user, input });
  const good = status === 4 && stdout === "" && stderr.includes(`user ${slaptap17.user}`);
  const problem = `a prefix inside a wanted network: ended ${status}: ${stdout}${stderr}`;
  return { ms: 0, problem: good ? null : problem };
}

function summarise(runs: readonly Run[], seconds: number, rounds: number): Result {
  const failures = runs.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  const times = runs.map(({ ms }) => ms).sort((a, b) => a - b);
  const share = ((100 * failures.length) / runs.length).toFixed(2);
  const [middle = 0, slowest = 0] = [times[times.length >> 1], times.at(-1)];
  return {
    passed: runs.length - failures.length,
    failures:
      rounds > 0 ? failures : [...failures, "the other user never came to an end of making and removing"],
    figures: [
      `${share} % failed; the middle run took ${middle.toFixed(1)} ms, the slowest ${slowest.toFixed(0)} ms`,
      `meanwhile another user made and removed 60 subtaps ${rounds} times in ${seconds.toFixed(0)} s`,
    ],
  };
}
