/** slapgrid over one partition with 64 Radio Units and cells, beside slapgrid over a partition of an empty profile. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Run, type SlaposNode, startNode } from "../test/slapos/node.ts";
import { enb, lopcomm, lopcommSites } from "../test/slapos/parameters.ts";
import { interleavedMedians, median, type Report, root, runProgram } from "./measure.ts";

export const name = "slapos";

const count = 64;
const rounds = 5;
const empty = join(root, "bench/slapos-empty/software.cfg");
/** s that a run without a change may cost above an empty profile's. */
const mostAbove = 0.5;

export async function run(report: Report): Promise<void> {
  const node = await startNode("standalone", { partitions: 2 });
  try {
    const first = await install(node);
    const [ours, theirs] = [[], []] as [number[], number[]];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await seconds(node, 0));
      theirs.push(await seconds(node, 1));
    }
    const changed = await changeGains(node);
    reportRun(report, "first run", first, median(theirs), "shown");
    reportRun(
      report,
      "nothing changed",
      median(ours),
      median(theirs),
      `at most ${mostAbove} s above`,
      mostAbove,
    );
    reportRun(report, "one gain changed", changed, median(theirs), "shown");
    reportShare(report, node, median(ours));
  } finally {
    await node.stop();
  }
}

/** Seconds of the first run of the partition with everything. */
async function install(node: SlaposNode): Promise<number> {
  await node.call("supply", { url: empty });
  good(await node.call<Run>("software"));
  await node.request({ reference: "main", parameters: enb });
  for (const one of lopcommSites("main.", count)) await node.request(one);
  await node.call("request", { url: empty, reference: "empty" });
  good(await node.instance({ only: 1 }));
  return seconds(node, 0);
}

async function changeGains(node: SlaposNode): Promise<number> {
  const times: number[] = [];
  for (let gain = 1; gain <= 3; gain += 1) {
    await node.request({ reference: "main.RU1", shared: true, parameters: lopcomm(1, { tx_gain: gain }) });
    times.push(await seconds(node, 0));
  }
  return median(times);
}

async function seconds(node: SlaposNode, only: number): Promise<number> {
  const done = await node.instance({ only });
  good(done);
  return done.seconds;
}

function good({ exit, said }: Run): void {
  if (exit !== 0) throw new Error(said);
}

function reportRun(
  report: Report,
  what: string,
  ours: number,
  theirs: number,
  target: string,
  above = Number.POSITIVE_INFINITY,
): void {
  report({
    name: `slapgrid, ${count} Radio Units and cells, ${what}`,
    ours,
    unit: "s",
    peer: "an empty profile",
    theirs,
    ratio: ours / theirs,
    target,
    ok: ours - theirs <= above,
  });
}

/** What of a run without a change is `ors partition`. */
function reportShare(report: Report, node: SlaposNode, whole: number): void {
  const partition = node.partition(0);
  const input = readFileSync(join(partition, "etc/instance.json"), "utf8");
  const words = ["partition", "--instance", "-", "--partition", partition, "--ors", "ors"];
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
