/** The trampoline beside `ip`: making, leaving alone and removing subtaps, in a namespace of its own. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { clearLinks, type Namespace, openNamespace } from "../test/support/netns.ts";
import { laySlaptap, slaptap16 } from "../test/support/netns-slaptap.ts";
import { installTrampoline, requestText, splitOf, type WantedTap } from "../test/support/netns-trampoline.ts";
import { median, type Report, root, runProgram } from "./measure.ts";
import { buildWithClocks, type ClockedRun, reportPrices } from "./trampoline-prices.ts";

export const name = "trampoline";

/** Root owns the slaptap, so that both rivals run as the same user. */
const slaptap = { ...slaptap16, user: 0 };
const middle = 64;
const most = 1023;

export async function run(report: Report): Promise<void> {
  const namespace = await openNamespace();
  try {
    const place = prepare(namespace);
    const making = reportMaking(place, report);
    reportGrowth(making, report);
    reportMakingByProcesses(place, making.get(middle) ?? Number.NaN, report);
    reportNothingToDo(place, report);
    reportRemoving(place, report);
    reportPrices(makeWithClocks(place), report);
  } finally {
    clearLinks(namespace);
    await namespace.close();
  }
}

type Place = {
  readonly namespace: Namespace;
  readonly netcapdo: string;
  /** Writes a file into the namespace's folder and gives its path there. */
  readonly file: (name: string, text: string) => string;
  /** Milliseconds until a program has ended, without the way into the namespace, and its standard error. */
  readonly run: (input: string, ...command: string[]) => ClockedRun;
  /** The milliseconds alone. */
  readonly time: (input: string, ...command: string[]) => number;
};

function prepare(namespace: Namespace): Place {
  laySlaptap(namespace, slaptap);
  const stopwatch = join(namespace.folderOutside, "stopwatch");
  runProgram("gcc", ["-O2", "-o", stopwatch, join(root, "bench", "trampoline-stopwatch.c")]);
  const run = (input: string, ...command: string[]): ClockedRun => {
    const timed = [join(namespace.folder, "stopwatch"), input, ...command];
    const done = namespace.run(timed, { timeout: 60_000 });
    if (done.status !== 0) throw new Error(`${command.join(" ")}: ${done.stderr}`);
    const [passed, used] = done.stdout.split(" ");
    return { ms: Number(passed) / 1000, cpu: Number(used) / 1000, said: done.stderr };
  };
  return {
    namespace,
    netcapdo: installTrampoline(namespace),
    file: (name, text) => {
      writeFileSync(join(namespace.folderOutside, name), text);
      return join(namespace.folder, name);
    },
    run,
    time: (input, ...command) => run(input, ...command).ms,
  };
}

/** The five steps of one subtap, as lines of `ip -6 -batch`. */
function steps({ name: tap, network, gateway, addr }: WantedTap): string[] {
  return [
    `tuntap add dev ${tap} mode tap user 0`,
    `link set dev ${tap} up`,
    `addr add ${addr}/${network.split("/")[1]} dev ${tap} nodad noprefixroute`,
    `route add ${gateway}/128 dev ${tap}`,
    `route add ${network} via ${gateway} dev ${tap}`,
  ];
}

function clear({ time, netcapdo, file }: Place): void {
  time(file("none", requestText(slaptap.name, [])), netcapdo);
}

/** So often each is made, so that the median of the pairs' ratios is steady on a machine that others use, too. */
const making = [
  { count: 8, rounds: 41, limit: 1 },
  { count: middle, rounds: 31, limit: 0.7 },
  { count: 256, rounds: 15, limit: 0.7 },
  { count: most, rounds: 5, limit: 1 },
];

function reportMaking(place: Place, report: Report): Map<number, number> {
  const medians = new Map<number, number>();
  for (const { count, rounds, limit } of making) {
    const pairs = Array.from({ length: rounds }, (_, round) => makeBoth(place, count, round % 2 === 0));
    const compare = (name: string, time: (run: ClockedRun) => number): number => {
      const ours = median(pairs.map((pair) => time(pair.ours)));
      const theirs = median(pairs.map((pair) => time(pair.theirs)));
      const ratio = median(pairs.map((pair) => time(pair.ours) / time(pair.theirs)));
      const target = `the median ratio of ${rounds} pairs at most ${limit}`;
      report({ name, ours, unit: "ms", peer: "ip -batch", theirs, ratio, target, ok: ratio <= limit });
      return ours;
    };
    medians.set(
      count,
      compare(`making ${count} subtaps, read back`, ({ ms }) => ms),
    );
    compare(`making ${count} subtaps, processor time`, ({ cpu }) => cpu);
  }
  return medians;
}

type Pair = { readonly ours: ClockedRun; readonly theirs: ClockedRun };

/** One pair: who goes first changes, so that neither has the warmer caches. */
function makeBoth(place: Place, count: number, first: boolean): Pair {
  const taps = splitOf(slaptap, count);
  const request = place.file("request", requestText(slaptap.name, taps));
  const batch = place.file("batch", taps.flatMap(steps).join("\n"));
  const make = (...run: [string, ...string[]]): ClockedRun => {
    const took = place.run(...run);
    clear(place);
    return took;
  };
  const makeOurs = (): ClockedRun => make(request, place.netcapdo);
  const makeTheirs = (): ClockedRun => make(batch, "ip", "-6", "-batch", "-");
  if (first) return { ours: makeOurs(), theirs: makeTheirs() };
  const theirs = makeTheirs();
  return { ours: makeOurs(), theirs };
}

function reportGrowth(making: ReadonlyMap<number, number>, report: Report): void {
  const ours = ((making.get(most) ?? Number.NaN) / most) * 1000;
  const theirs = ((making.get(middle) ?? Number.NaN) / middle) * 1000;
  report({
    name: `a subtap of ${most}`,
    ours,
    unit: "us",
    peer: `one of ${middle}`,
    theirs,
    ratio: ours / theirs,
    target: "at most 2.5",
    ok: ours / theirs <= 2.5,
  });
}

function timesFaster(
  report: Report,
  name: string,
  ours: number,
  peer: string,
  theirs: number,
  least: number,
): void {
  const ratio = theirs / ours;
  report({
    name,
    ours,
    unit: "ms",
    peer,
    theirs,
    ratio,
    target: `at least ${least} times faster`,
    ok: ratio >= least,
  });
}

function reportMakingByProcesses(place: Place, ours: number, report: Report): void {
  const lines = splitOf(slaptap, middle).flatMap(steps);
  const script = place.file("steps", lines.map((line) => `ip -6 ${line}`).join("\n"));
  const theirs: number[] = [];
  for (let round = 0; round < 3; round++) {
    theirs.push(place.time(script, "sh", "-e"));
    clear(place);
  }
  timesFaster(report, `making ${middle} subtaps`, ours, "one ip process a step", median(theirs), 25);
}

function reportNothingToDo(place: Place, report: Report): void {
  const taps = splitOf(slaptap, middle);
  const request = place.file("request", requestText(slaptap.name, taps));
  const questions = taps.flatMap((tap) => [
    `ip -6 addr show dev ${tap.name}`,
    `ip -6 route show dev ${tap.name}`,
    `ip -d link show dev ${tap.name}`,
  ]);
  const script = place.file("questions", questions.join("\n"));
  place.time(request, place.netcapdo);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < 5; round++) {
    for (let again = 0; again < 3; again++) ours.push(place.time(request, place.netcapdo));
    theirs.push(place.time(script, "sh", "-e"));
  }
  clear(place);
  timesFaster(
    report,
    `nothing to do for ${middle}`,
    median(ours),
    "asking ip per subtap",
    median(theirs),
    50,
  );
}

function reportRemoving(place: Place, report: Report): void {
  const taps = splitOf(slaptap, middle);
  const request = place.file("request", requestText(slaptap.name, taps));
  const none = place.file("none", requestText(slaptap.name, []));
  const script = place.file("removals", taps.map((tap) => `ip link del dev ${tap.name}`).join("\n"));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < 3; round++) {
    place.time(request, place.netcapdo);
    ours.push(place.time(none, place.netcapdo));
    place.time(request, place.netcapdo);
    theirs.push(place.time(script, "sh", "-e"));
  }
  timesFaster(
    report,
    `removing ${middle} subtaps`,
    median(ours),
    "ip link del one by one",
    median(theirs),
    30,
  );
}

function makeWithClocks(place: Place): ClockedRun[] {
  const program = "netcapdo-clocked";
  buildWithClocks(root, join(place.namespace.folderOutside, program));
  const request = place.file("request", requestText(slaptap.name, splitOf(slaptap, middle)));
  return Array.from({ length: 31 }, () => {
    const run = place.run(request, join(place.namespace.folder, program));
    clear(place);
    return run;
  });
}
