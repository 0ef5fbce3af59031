/**
 * slapgrid over one partition with 64 Radio Units and cells, beside slapgrid over a partition of an empty profile, on a
 * node as production has it, with a simulated Radio Unit on each subtap; what a promise costs, and the memory that the
 * services of that partition take.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Run, type SlaposNode, startNode } from "../test/slapos/node.ts";
import { layOpt } from "../test/slapos/opt.ts";
import { enb, lopcomm, lopcommSites } from "../test/slapos/parameters.ts";
import { awaitService, powerUp } from "../test/slapos/radio-units.ts";
import { interleavedMedians, median, type Report, root, runProgram } from "./measure.ts";

export const name = "slapos";

const count = 64;
const sites = lopcommSites("main.", count);
const references = sites.flatMap(({ reference }) => (reference.includes("RU") ? [reference] : []));
/** All of them get addresses, answer and are configured, on two processors. */
const maxBringUpMs = 120_000;
const rounds = 5;
const empty = join(root, "bench/slapos-empty/software.cfg");
/** s that each kind of run may cost above an empty profile's. */
const maxAbove = { first: 3, promises: 2, nothing: 0.5 };
/** MB, proportional (smaps_rollup in proc(5)), of services that are ours: without the daemon of Radio Units, and with it. */
const memories = [
  { services: ["dnsmasq", "stats-log", "watch"], max: 40 },
  { services: ["dnsmasq", "stats-log", "watch", "radio"], max: 75 },
] as const;
/** s that a promise may cost beyond slapgrid's own start of one. */
const maxPromise = 0.03;

export async function run(report: Report): Promise<void> {
  const node = await startNode("production", { partitions: 2, prepare: layOpt });
  try {
    const first = await install(node);
    await powerUp(node, 0);
    await awaitService(node, 0, references, maxBringUpMs);
    await settle(node);
    const withPromises: number[] = [];
    const theirs: number[] = [];
    const without: number[] = [];
    const theirsWithout: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      withPromises.push(await measureRun(node, 0));
      theirs.push(await measureRun(node, 1));
      without.push(await measureWithoutPromises(node, 0));
      theirsWithout.push(await measureWithoutPromises(node, 1));
    }
    const base = median(theirs);
    const changed = await changeGains(node);
    reportRun(report, "first run", first, base, maxAbove.first);
    reportRun(report, "nothing changed, with promises", median(withPromises), base, maxAbove.promises);
    reportRun(
      report,
      "nothing changed, without promises",
      median(without),
      median(theirsWithout),
      maxAbove.nothing,
    );
    reportRun(report, "one gain changed", changed, base);
    reportShare(report, node, median(withPromises));
    await reportPromises(report, node);
    for (const { services, max } of memories) await reportMemory(report, node, services, max);
  } finally {
    await node.stop();
  }
}

/** Seconds of the first run of the partition with everything; its services start meanwhile, so it need not be good. */
async function install(node: SlaposNode): Promise<number> {
  await node.call("supply", { url: empty });
  assertGood(await node.call<Run>("software"));
  await node.request({ reference: "main", parameters: { ...enb, testing: false } });
  for (const one of sites) await node.request(one);
  await node.call("request", { url: empty, reference: "empty" });
  assertGood(await node.instance({ only: 1 }));
  return (await node.instance({ only: 0 })).seconds;
}

async function settle(node: SlaposNode): Promise<void> {
  let run = await node.instance({ only: 0 });
  for (let again = 0; run.exit !== 0 && again < 4; again += 1) run = await node.instance({ only: 0 });
  assertGood(run);
}

/** The whole run, the wait for the eNB that is started anew among it. */
async function changeGains(node: SlaposNode): Promise<number> {
  const times: number[] = [];
  for (let gain = 1; gain <= 3; gain += 1) {
    await node.request({ reference: "main.RU1", shared: true, parameters: lopcomm(1, { tx_gain: gain }) });
    times.push(await measureRun(node, 0));
  }
  return median(times);
}

async function measureRun(node: SlaposNode, only: number): Promise<number> {
  const done = await node.instance({ only });
  assertGood(done);
  return done.seconds;
}

/** Seconds of a run that comes to no promise: they cannot be subtracted, as slapgrid notes their times in steps of 50 ms. */
async function measureWithoutPromises(node: SlaposNode, only: number): Promise<number> {
  const words = `node instance --force --only slappart${only} --cfg ${node.work}/slapos.cfg`;
  const start = performance.now();
  const { exit, said } = await node.shell(
    `python -W ignore ${join(root, "bench/slapos-without-promises.py")} ${words}`,
  );
  const seconds = (performance.now() - start) / 1000;
  assertGood({ exit, said });
  return seconds;
}

function assertGood({ exit, said }: Pick<Run, "exit" | "said">): void {
  if (exit !== 0) throw new Error(said);
}

function reportRun(report: Report, what: string, time: number, theirs: number, above?: number): void {
  report({
    name: `slapgrid, ${count} Radio Units and cells, ${what}`,
    ours: time,
    unit: "s",
    peer: "an empty profile",
    theirs,
    ratio: time / theirs,
    target: above === undefined ? "shown" : `at most ${above} s above`,
    ok: above === undefined || time - theirs <= above,
  });
}

/** What of a run without a change is `ors partition`. */
function reportShare(report: Report, node: SlaposNode, whole: number): void {
  const partition = node.partition(0);
  const input = readFileSync(join(partition, "etc/instance.json"), "utf8").replace(
    /"testing": false/,
    '"testing": true',
  );
  const words = ["partition", "--instance", "-", "--partition", join(node.work, "copy"), "--ors", "ors"];
  const [time = 0] = interleavedMedians(rounds, [
    () => void runProgram("node", [join(root, "dist/cli.js"), ...words], input),
  ]);
  report({
    name: "the share of `ors partition` in it",
    ours: time / 1000,
    unit: "s",
    peer: "the whole run",
    theirs: whole,
    ratio: time / 1000 / whole,
    target: "shown",
    ok: true,
  });
}

async function reportPromises(report: Report, node: SlaposNode): Promise<void> {
  const script = join(root, "bench/slapos-promises.py");
  const place = `${node.partition(0)} ${join(node.work, "promises")} ${rounds}`;
  const { exit, said } = await node.shell(`python -W ignore ${script} ${place}`);
  if (exit !== 0) throw new Error(said);
  const { ours, theirs, count: promises } = JSON.parse(said.trim().split("\n").at(-1) ?? "");
  report({
    name: `a promise as slapgrid runs it, of ${promises}`,
    ours,
    unit: "s",
    peer: "one that does nothing",
    theirs,
    ratio: ours / theirs,
    target: `at most ${maxPromise} s above`,
    ok: ours - theirs <= maxPromise,
  });
}

async function reportMemory(
  report: Report,
  node: SlaposNode,
  ours: readonly string[],
  maxMemory: number,
): Promise<void> {
  const notes = ours.map((service) => join(node.partition(0), `var/run/${service}.started`));
  const { said } = await node.shell(
    `for note in ${notes.join(" ")}; do read -r pid rest < $note; grep ^Pss: /proc/$pid/smaps_rollup; done`,
  );
  const all = [...said.matchAll(/^Pss:\s+(\d+) kB/gm)].map(([, size]) => Number(size) / 1000);
  if (all.length !== ours.length) throw new Error(`${all.length} of ${ours.length} services run: ${said}`);
  const whole = all.reduce((sum, size) => sum + size, 0);
  report({
    name: `memory of ${ours.join(", ")} with ${count} Radio Units (${all.map((size) => size.toFixed(1)).join(", ")})`,
    ours: whole,
    unit: "MB",
    peer: "the target",
    theirs: maxMemory,
    ratio: whole / maxMemory,
    target: `at most ${maxMemory} MB`,
    ok: whole <= maxMemory,
  });
}
