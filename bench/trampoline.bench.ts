/** The trampoline beside `ip`: making, leaving alone and removing subtaps, in a namespace of its own. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { clearLinks, type Namespace, openNamespace } from "../test/support/netns.ts";
import { laySlaptap, slaptap16 } from "../test/support/netns-slaptap.ts";
import { installTrampoline, requestText, splitOf, type WantedTap } from "../test/support/netns-trampoline.ts";
import { median, type Report, root, runProgram } from "./measure.ts";

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
  /** Milliseconds until a program has ended, without the way into the namespace. */
  readonly time: (input: string, ...command: string[]) => number;
};

function prepare(namespace: Namespace): Place {
  laySlaptap(namespace, slaptap);
  const stopwatch = join(namespace.folderOutside, "stopwatch");
  runProgram("gcc", ["-O2", "-o", stopwatch, join(root, "bench", "trampoline-stopwatch.c")]);
  return {
    namespace,
    netcapdo: installTrampoline(namespace),
    file: (name, text) => {
      writeFileSync(join(namespace.folderOutside, name), text);
      return join(namespace.folder, name);
    },
    time: (input, ...command) => {
      const done = namespace.run([join(namespace.folder, "stopwatch"), input, ...command], {
        timeout: 60_000,
      });
      if (done.status !== 0) throw new Error(`${command.join(" ")}: ${done.stderr}`);
      return Number(done.stdout) / 1000;
    },
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

function reportMaking(place: Place, report: Report): Map<number, number> {
  const medians = new Map<number, number>();
  for (const count of [8, middle, 256, most]) {
    const taps = splitOf(slaptap, count);
    const request = place.file("request", requestText(slaptap.name, taps));
    const batch = place.file("batch", taps.flatMap(steps).join("\n"));
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = 0; round < (count < most ? 15 : 5); round++) {
      ours.push(place.time(request, place.netcapdo));
      clear(place);
      theirs.push(place.time(batch, "ip", "-6", "-batch", "-"));
      clear(place);
    }
    medians.set(count, median(ours));
    const ratio = median(ours) / median(theirs);
    const limit = count < most ? 0.7 : 1;
    report({
      name: `making ${count} subtaps, read back`,
      ours: median(ours),
      unit: "ms",
      peer: "ip -batch",
      theirs: median(theirs),
      ratio,
      target: `at most ${limit}`,
      ok: ratio <= limit,
    });
  }
  return medians;
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
