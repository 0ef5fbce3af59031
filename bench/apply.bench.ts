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
    reportTimes(measure(namespace, files), report);
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

/** All in turn: what else this machine does falls on each of them. */
function measure(namespace: Namespace, files: Files): Times {
  const clear = () =>
    runInside(namespace, [
      "sh",
      "-c",
      `printf 'netcapdo 1\\nslaptap slaptap16\\nend\\n' | ${files.trampoline}`,
    ]);
  const commands = {
    version: ["node", cli, "--version"],
    trampoline: ["sh", "-c", `${files.trampoline} < ${files.request}`],
    shell: ["sh", files.shell],
    apply: applyCommand(files),
    again: applyCommand(files),
  };
  const names = Object.keys(commands);
  const medians = interleavedMedians(
    rounds,
    Object.values(commands).map((command) => () => runInside(namespace, command)),
    // the last one finds what the one before it made
    (place) => names[place] !== "again" && clear(),
  );
  clear();
  return Object.fromEntries(names.map((name, place) => [name, medians[place] ?? Number.NaN])) as Times;
}

type Times = Readonly<Record<"version" | "trampoline" | "apply" | "again" | "shell", number>>;

function reportTimes({ version, trampoline, apply, again, shell }: Times, report: Report): void {
  const most = version + 3 * trampoline + allowance;
  const against = (name: string, ours: number, peer: string, theirs: number) =>
    report({
      name: `ors apply, ${name}`,
      ours,
      unit: "ms",
      peer,
      theirs,
      ratio: ours / theirs,
      target: "at most 1",
      ok: ours <= theirs,
    });
  against("64 subtaps", apply, "--version + 3 × netcapdo + 40", most);
  against("64 subtaps", apply, "one ip process a step", shell);
  against("nothing to do", again, "ors apply making 64", apply);
}

function applyCommand({ plan, trampoline }: Files): string[] {
  return ["node", cli, "apply", "--plan", plan, "--trampoline", trampoline];
}

function runInside(namespace: Namespace, command: readonly string[]): void {
  const { status, stderr } = namespace.run(command, { timeout: 60_000 });
  if (status !== 0) throw new Error(`${command.join(" ")}: ended ${status}: ${stderr}`);
}
