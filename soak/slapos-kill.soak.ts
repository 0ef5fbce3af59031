/**
 * slapgrid and the build of the release are killed at random moments, on a node as production has it. A trial: the
 * instance's parameters change, a run is killed, and the next run must bring everything to rights. All the while somebody
 * looks every 10 ms whether the instance has its files. Four of five kill slapgrid, the fifth the build.
 */
import { join } from "node:path";
import fc from "fast-check";
import { type Run, type SlaposNode, startNode } from "../test/slapos/node.ts";
import { layOpt } from "../test/slapos/opt.ts";
import { enb, sunwave, sunwaveSites } from "../test/slapos/parameters.ts";
import { promiseResults, watchForMissing } from "../test/slapos/partition-state.ts";
import type { Order, Result } from "./soak.ts";

export const count = 250;

/** A run of slapgrid over one partition, and a build, take about so long here. */
const maxInstanceSeconds = 4;
const maxBuildSeconds = 8;
/** A service may take longer than a promise waits: that is no fault of the kill. */
const maxRuns = 3;

type Trial = { readonly gain: number; readonly radioUnits: number; readonly share: number };

const trials = fc.record<Trial>({
  gain: fc.integer({ min: 1, max: 30 }),
  radioUnits: fc.integer({ min: 2, max: 4 }),
  share: fc.double({ min: 0.02, max: 1, noNaN: true }),
});

export async function run({ seed, count }: Order): Promise<Result> {
  const node = await startNode("production", { partitions: 1, prepare: layOpt });
  try {
    await install(node);
    const stop = watchForMissing(node.partition(0));
    const failures: string[] = [];
    let killed = 0;
    for (const [index, trial] of fc.sample(trials, { seed, numRuns: count }).entries()) {
      const { problem, end } = await tryOnce(node, trial, index % 5 === 4);
      if (end === "killed") killed += 1;
      if (problem !== null) failures.push(`trial ${index}: ${problem}`);
    }
    const { looks, missing } = stop();
    for (const path of missing) failures.push(`${path} was missing at some moment`);
    const passed = count - failures.length + missing.length;
    return { passed, failures, figures: [`${killed} of ${count} runs were killed; ${looks} looks`] };
  } finally {
    await node.stop();
  }
}

async function install(node: SlaposNode): Promise<void> {
  const built = await node.call<Run>("software");
  if (built.exit !== 0) throw new Error(built.said);
  await node.request({ reference: "main", parameters: { ...enb, testing: false } });
  for (const one of sunwaveSites("main.", 4)) await node.request(one);
  const problem = await heal(node);
  if (problem !== null) throw new Error(problem);
}

async function tryOnce(node: SlaposNode, trial: Trial, isBuild: boolean) {
  const { gain, radioUnits, share } = trial;
  const parameters = { ...sunwave(1), tx_gain: gain };
  await node.request({ reference: "main.RU1", shared: true, parameters });
  for (const one of sunwaveSites("main.", 4)) {
    const isWanted = Number(/\d+$/.exec(one.reference)?.[0]) <= radioUnits;
    if (one.reference !== "main.RU1") await node.request(isWanted ? one : { ...one, state: "destroyed" });
  }
  if (isBuild) await node.shell(`rm -f ${join(node.software(), "parts/ors-amarisoft/built-from")}`);
  const after = share * (isBuild ? maxBuildSeconds : maxInstanceSeconds);
  const end = await node.call<string>(isBuild ? "killed_rebuild" : "killed_instance", { after });
  const rebuilt = isBuild ? await node.call<Run>("rebuild") : null;
  const problem = rebuilt !== null && rebuilt.exit !== 0 ? rebuilt.said : await heal(node);
  return { end, problem };
}

/** What the next run leaves wrong; null where all is right. */
async function heal(node: SlaposNode): Promise<string | null> {
  let said = "";
  for (let runs = 0; runs < maxRuns; runs += 1) {
    const run = await node.instance({ only: 0 });
    if (run.exit === 0) return findFailure(node);
    said = run.said;
  }
  return said;
}

function findFailure(node: SlaposNode): string | null {
  const failed = promiseResults(node.partition(0)).filter((result) => result.failed);
  return failed.length === 0 ? null : failed.map(({ title, message }) => `${title}: ${message}`).join("; ");
}
