/**
 * The whole trampoline under AddressSanitizer and UBSan, as an ordinary user with the file capability: random requests
 * against random states of the kernel. `ip` is the witness: nothing changes outside of the slaptap's family, a dry run
 * says what the run does, and a second run has nothing to do.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { clearLinks, type Namespace, openNamespace } from "../test/support/netns.ts";
import { laySlaptap, slaptap16 } from "../test/support/netns-slaptap.ts";
import { requestText, splitOf } from "../test/support/netns-trampoline.ts";
import { slaptap17 } from "./churn.ts";
import { requests } from "./fuzz/request.ts";
import { type Situation, situations } from "./fuzz/situation.ts";
import { type Answer, judgeTrial, type Trial } from "./fuzz/verdict.ts";
import { type Fact, lookScript, readFacts } from "./fuzz/witness.ts";
import type { Order, Result } from "./soak.ts";

export const count = 4000;

const sources = fileURLToPath(new URL("../trampoline", import.meta.url));

export async function run({ seed, count }: Order): Promise<Result> {
  const namespace = await openNamespace();
  try {
    const netcapdo = installSanitized(namespace);
    const cases = fc.sample(fc.tuple(situations, requests), { seed, numRuns: count });
    const failures: string[] = [];
    const ends = new Map<number, number>();
    for (const [index, [situation, request]] of cases.entries()) {
      const trial = tryOnce(namespace, netcapdo, situation, request);
      ends.set(trial.run.status, (ends.get(trial.run.status) ?? 0) + 1);
      const wrong = judgeTrial(trial);
      if (wrong.length > 0) failures.push(describe(index, wrong, situation, request));
    }
    const shown = [...ends].sort().map(([status, times]) => `${status} ${times} times`);
    return { passed: count - failures.length, failures, figures: [`ended ${shown.join(", ")}`] };
  } finally {
    await namespace.close();
  }
}

function installSanitized(namespace: Namespace): string {
  const made = spawnSync("make", ["-C", sources, "asan-program"], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`make asan-program: ${made.stderr ?? made.error?.message}`);
  copyFileSync(join(sources, "build", "netcapdo-asan"), join(namespace.folderOutside, "netcapdo"));
  namespace.sh(`setcap cap_net_admin+p ${namespace.folder}/netcapdo`);
  return join(namespace.folder, "netcapdo");
}

/** Sections of the script's output; no line of the witness or of the trampoline begins so. */
const mark = "== ";

function tryOnce(namespace: Namespace, netcapdo: string, situation: Situation, request: string): Trial {
  laySlaptap(namespace, slaptap16);
  laySlaptap(namespace, slaptap17);
  const write = (name: string, text: string): void =>
    writeFileSync(join(namespace.folderOutside, name), text);
  const { subtaps } = situation;
  write("earlier", subtaps === null ? request : requestText(slaptap16.name, splitOf(slaptap16, subtaps)));
  write("request", request);
  const done = namespace.run(["sh"], { input: scriptOf(namespace, netcapdo, situation), timeout: 60_000 });
  clearLinks(namespace);
  const [, before, dry, afterDry, ran, after, again] = done.stdout.split(/^== .*\n/m);
  return {
    request,
    before: facts(before),
    dry: answer(dry),
    afterDry: facts(afterDry),
    run: answer(ran),
    after: facts(after),
    again: answer(again),
  };
}

function scriptOf({ folder }: Namespace, netcapdo: string, { lines }: Situation): string {
  const user = slaptap16.user;
  const program = `setpriv --reuid ${user} --regid ${user} --clear-groups env ${netcapdo}`;
  return `cd ${folder}; ip link add other0 type ifb; ip link set other0 up
${program} <earlier >/dev/null 2>&1
{ ${lines.map((line) => `${line}\n`).join("")} : ; } >/dev/null 2>&1
${lookScript}
ask() { ${program} "$@" <request 2>said; printf '\\n%s\\n' $?; cat said; }
echo ${mark}before; look; echo ${mark}dry; ask --dry-run; echo ${mark}after dry; look
echo ${mark}run; ask; echo ${mark}after; look; echo ${mark}again; ask
`;
}

function facts(section: string | undefined): Fact[] {
  return readFacts(section ?? "");
}

/** Standard output, an empty line, the status, standard error. */
function answer(section: string | undefined): Answer {
  const [, stdout = "", status = "", stderr = ""] = /^(.*?)\n(\d+)\n(.*)$/s.exec(section ?? "") ?? [];
  return { stdout, status: Number(status), stderr };
}

function describe(
  index: number,
  wrong: readonly string[],
  { subtaps, lines }: Situation,
  request: string,
): string {
  const state = [
    subtaps === null ? "the same request, then" : `${subtaps} subtaps, then`,
    ...lines,
    "request:",
    ...request.trimEnd().split("\n"),
  ];
  return `trial ${index}: ${[...wrong, ...state].join("\n    ")}`;
}
