/** `ors apply` of 64 subtaps as a whole process, in a namespace of its own. */
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { clearLinks, type Namespace, openNamespace } from "../test/support/netns.ts";
import { laySlaptap, slaptap16 } from "../test/support/netns-slaptap.ts";
import { instanceOf } from "./instance.ts";
import { interleavedMedians, type Report, root, runProgram } from "./measure.ts";

export const name = "apply";

const rounds = 11;
const count = 64;
const cli = join(root, "dist", "cli.js");
/** What a run of ors may cost beyond starting Node and the trampoline, ms. */
const allowance = 40;

export async function run(report: Report): Promise<void> {
  const namespace = await openNamespace();
  try {
    const files = prepare(namespace);
    reportMaking(namespace, files, report);
    reportNothingToDo(namespace, files, report);
  } finally {
    clearLinks(namespace);
    await namespace.close();
  }
}

type Files = {
  readonly plan: string;
  readonly trampoline: string;
  readonly request: string;
  readonly shell: string;
};

/** Root owns the slaptap here, so that all rivals run as the same user. */
function prepare(namespace: Namespace): Files {
  laySlaptap(namespace, { ...slaptap16, user: 0 });
  const inside = (file: string) => `${namespace.folder}/${file}`;
  const outside = (file: string) => `${namespace.folderOutside}/${file}`;
  writeFileSync(outside("instance.json"), JSON.stringify(instanceOf(count)));
  copyFileSync(join(root, "trampoline", "netcapdo"), outside("netcapdo"));
  runInside(namespace, [
    "node",
    cli,
    "render",
    "--instance",
    inside("instance.json"),
    "--output",
    inside("etc"),
  ]);
  const plan = JSON.parse(runProgram("cat", [outside("etc/plan.json")]));
  writeFileSync(outside("request"), requestOf(plan));
  writeFileSync(outside("loop.sh"), shellLoop(plan));
  return {
    plan: inside("etc/plan.json"),
    trampoline: inside("netcapdo"),
    request: inside("request"),
    shell: inside("loop.sh"),
  };
}

type Plan = {
  readonly slaptap: string;
  readonly taps: readonly {
    readonly name: string;
    readonly network: string;
    readonly gateway: string;
    readonly addr: string;
  }[];
};

function requestOf({ slaptap, taps }: Plan): string {
  const lines = taps.map(
    ({ name: tap, network, gateway, addr }) => `tap ${tap} ${network} ${gateway} ${addr}`,
  );
  return ["netcapdo 1", `slaptap ${slaptap}`, ...lines, "end", ""].join("\n");
}

/** One process for each step, as an administrator would type it. */
function shellLoop({ taps }: Plan): string {
  return taps
    .map(({ name: tap, network, gateway, addr }) =>
      [
        `ip tuntap add dev ${tap} mode tap user 0`,
        `ip link set ${tap} up`,
        `ip addr add ${addr}/${network.split("/")[1]} dev ${tap} nodad noprefixroute`,
        `ip route add ${gateway}/128 dev ${tap}`,
        `ip route add ${network} via ${gateway} dev ${tap}`,
      ].join("\n"),
    )
    .join("\n");
}

function reportMaking(namespace: Namespace, files: Files, report: Report): void {
  const clear = () =>
    runInside(namespace, [
      "sh",
      "-c",
      `printf 'netcapdo 1\\nslaptap slaptap16\\nend\\n' | ${files.trampoline}`,
    ]);
  const [version = 0] = interleavedMedians(rounds, [() => runInside(namespace, ["node", cli, "--version"])]);
  const timed = (command: readonly string[]) => medianAfter(clear, () => runInside(namespace, command));
  const trampoline = timed(["sh", "-c", `${files.trampoline} < ${files.request}`]);
  const apply = timed(applyCommand(files));
  const shell = timed(["sh", files.shell]);
  clear();
  const most = version + 3 * trampoline + allowance;
  report({
    name: "ors apply, 64 subtaps",
    ours: apply,
    unit: "ms",
    peer: "--version + 3 × netcapdo + 40",
    theirs: most,
    ratio: apply / most,
    target: "at most 1",
    ok: apply <= most,
  });
  report({
    name: "ors apply, 64 subtaps",
    ours: apply,
    unit: "ms",
    peer: "one ip process a step",
    theirs: shell,
    ratio: apply / shell,
    target: "less than 1",
    ok: apply < shell,
  });
}

function reportNothingToDo(namespace: Namespace, files: Files, report: Report): void {
  const first = medianAfter(
    () =>
      runInside(namespace, [
        "sh",
        "-c",
        `printf 'netcapdo 1\\nslaptap slaptap16\\nend\\n' | ${files.trampoline}`,
      ]),
    () => runInside(namespace, applyCommand(files)),
  );
  const [again = 0] = interleavedMedians(rounds, [() => runInside(namespace, applyCommand(files))]);
  report({
    name: "ors apply, nothing to do",
    ours: again,
    unit: "ms",
    peer: "ors apply making 64",
    theirs: first,
    ratio: again / first,
    target: "at most 1",
    ok: again <= first,
  });
}

function applyCommand({ plan, trampoline }: Files): string[] {
  return ["node", cli, "apply", "--plan", plan, "--trampoline", trampoline];
}

/** Median of an action in ms, each time after another that does not count. */
function medianAfter(prepareRound: () => void, action: () => void): number {
  const times = Array.from({ length: rounds }, () => {
    prepareRound();
    const start = process.hrtime.bigint();
    action();
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
}

function runInside(namespace: Namespace, command: readonly string[]): void {
  const { status, stderr } = namespace.run(command, { timeout: 60_000 });
  if (status !== 0) throw new Error(`${command.join(" ")}: ended ${status}: ${stderr}`);
}
