/**
 * The trampoline in C and the difference in TypeScript decide the same: over thousands of random states of the real
 * kernel, the changes, the refusal's exit code and what is left alone are compared.
 */
import type { ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { runInNetworkNamespace } from "../../../src/libc/namespace.ts";
import { formatPlan, restorePlan } from "../../../src/plan/plan-json.ts";
import type { TapPlan } from "../../../src/plan/tap-plan.ts";
import { formatChange } from "../../../src/tap/change.ts";
import { compareWithKernel } from "../../../src/tap/difference.ts";
import { readKernelState } from "../../../src/tap/kernel-state.ts";
import { formatTrampolineRequest } from "../../../src/tap/trampoline/trampoline-request.ts";
import { clearLinks, type Namespace } from "../../support/netns.ts";
import { installTrampoline } from "../../support/netns-trampoline.ts";
import { useNamespace } from "../../support/stage.ts";
import {
  laidState,
  mutations,
  owner,
  partOf,
  type Random,
  seededRandom,
  slaptap,
  sysctls,
} from "./random-state.ts";

/** States compared; each episode lays the links anew, and each of its rounds changes a few things. */
const episodes = Number(process.env.ORS_EPISODES ?? 200);
const roundsPerEpisode = 20;
const seed = Number(process.env.ORS_SEED);

let shell: Shell;
const namespace = useNamespace({
  before: (space) => {
    installTrampoline(space, null);
    shell = openShell(space);
  },
});

test(`over ${episodes * roundsPerEpisode} random states the C and the TypeScript difference are the same`, {
  timeout: 900_000,
  retry: 0,
}, async () => {
  const random = seededRandom(seed);
  const seen = { refused: 0, nothing: 0, changes: new Set<string>() };
  for (let episode = 0; episode < episodes; episode++) {
    clearLinks(namespace);
    let lines = laidState(random);
    for (let round = 0; round < roundsPerEpisode; round++) {
      const { plan, down } = anyPlan(random);
      const request = formatTrampolineRequest(plan, down);
      let told = await shell.decide(lines, random.oneIn(2) ? sysctls(random) : [], request);
      let decided = decide(plan, down);
      if (!isDeepStrictEqual(decided, told.decision)) {
        // The kernel adds routes of an address a moment after it: one of the two may have come before them.
        told = await shell.decide([], [], request);
        decided = decide(plan, down);
      }
      if (!isDeepStrictEqual(decided, told.decision)) {
        throw new Error(
          JSON.stringify(
            { episode, round, lines, plan: formatPlan(plan), down: [...down], ours: decided, told },
            null,
            1,
          ),
        );
      }
      if (decided.exitCode !== 0) seen.refused++;
      else if (decided.changes.length === 0) seen.nothing++;
      for (const change of decided.changes) seen.changes.add(change.replace(/ \S+ /, " "));
      lines = mutations(random);
    }
  }
  const total = episodes * roundsPerEpisode;
  console.log(
    `${total} states: ${seen.refused} refused, ${seen.nothing} as planned, changes: ${[...seen.changes].sort().join(", ")}`,
  );
  // All sorts of outcomes, or else the states would prove nothing.
  expect(seen.refused).toBeGreaterThan(total / 20);
  expect(seen.refused).toBeLessThan((total * 3) / 4);
  expect([...seen.changes]).toEqual(
    expect.arrayContaining([
      "created link",
      "removed link",
      "changed up",
      "changed down",
      "changed mtu",
      "changed group",
      "changed sysctl",
      "created addr",
      "removed addr",
      "created route-gateway",
      "removed route-gateway",
      "created route-network",
      "removed route-network",
    ]),
  );
});

type Decision = {
  readonly exitCode: number;
  readonly changes: readonly string[];
  /** Names. */
  readonly leftAlone: readonly string[];
};

function decide(plan: TapPlan, down: ReadonlySet<string>): Decision {
  const state = runInNetworkNamespace(`/proc/${namespace.pid}/ns/net`, readKernelState);
  const { changes, refusals, leftAlone } = compareWithKernel(plan, down, state, owner);
  return {
    exitCode: refusals[0]?.exitCode ?? 0,
    changes: changes.map(formatChange),
    leftAlone: leftAlone.map((text) => text.split(" ")[0] ?? ""),
  };
}

function anyPlan(random: Random): { plan: TapPlan; down: ReadonlySet<string> } {
  const numbers = random.oneIn(3) ? random.oneOf([[1, 2], [3, 1], [2], [], [1, 4]]) : [1, 2, 3];
  const taps = numbers.map((number) => ({
    name: `${slaptap}-${number}`,
    ru: `RU${number}`,
    ...partOf(number),
  }));
  // Now and then the names have each other's networks, or one the part that the slaptap keeps.
  if (random.oneIn(25) && taps[0] !== undefined) Object.assign(taps[0], partOf(0));
  const down = new Set(taps.map(({ name }) => name).filter(() => random.oneIn(8)));
  return { plan: restorePlan({ slaptap, range: "2401:5180:0:66:a200::/71", taps }), down };
}

/** A decision, and every line that the trampoline wrote. */
type Told = { readonly decision: Decision; readonly said: readonly string[] };

type Shell = {
  readonly decide: (
    lines: readonly string[],
    sysctls: readonly [path: string, value: number][],
    request: string,
  ) => Promise<Told>;
};

/** One shell for all rounds: a new process of this one for each would cost most of the time. */
function openShell(space: Namespace): Shell {
  const child = space.start(["sh", "-s"]);
  child.stdin?.write(`cd ${space.folder}\n`);
  const answers = linesUntil(child, "END");
  return {
    decide: async (lines, written, request) => {
      writeFileSync(join(space.folderOutside, "batch"), `${lines.join("\n")}\n`);
      writeFileSync(join(space.folderOutside, "request"), request);
      const writes = written.map(([path, value]) => `echo ${value} 2>/dev/null > ${path}`);
      child.stdin?.write(`ip -6 -force -batch batch >/dev/null 2>&1
        { ${[":", ...writes].join("; ")}; } 2>/dev/null
        setpriv --reuid ${owner} --regid ${owner} --clear-groups ./netcapdo-bare --dry-run < request 2>&1
        echo "exit $?"; echo END\n`);
      const said = await answers();
      return { decision: decisionOf(said), said };
    },
  };
}

function decisionOf(lines: readonly string[]): Decision {
  const exit = lines.find((line) => line.startsWith("exit "));
  const leftAlone = lines.map((line) => /^netcapdo: (\S+) is left alone: /.exec(line));
  return {
    // What stands in the way of a network is the node's fault to `ors`, and the request's to the trampoline.
    exitCode: lines.some((line) => / leaves by /.test(line)) ? 4 : Number(exit?.slice("exit ".length)),
    changes: lines.filter((line) => /^(?:created|changed|removed) /.test(line)),
    leftAlone: leftAlone.filter((match) => match !== null).map(([, name = ""]) => name),
  };
}

/** Calls give the lines up to the next one that is `last`. */
function linesUntil(child: ChildProcess, last: string): () => Promise<string[]> {
  let text = "";
  let wake: () => void = () => {};
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    wake();
  });
  return async () => {
    for (;;) {
      const end = text.startsWith(`${last}\n`) ? 0 : text.indexOf(`\n${last}\n`);
      if (end >= 0) {
        const lines = text.slice(0, end).split("\n");
        text = text.slice(end === 0 ? last.length + 1 : end + last.length + 2);
        return lines;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}
