/**
 * `ors partition`: everything of a SlapOS partition, from the parameters that slapconfiguration hands over. It
 * prints one JSON document: which files are the partition's, what to publish, whom to tell what is wrong.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { type Invocation, type Run, textOption } from "../console/command.ts";
import type { Terminal } from "../console/terminal.ts";
import { readInput, requiredOption } from "../input/input.ts";
import { exitCode, InputError } from "../issue/exit-code.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import { surroundings } from "../slapos/node/read-node.ts";
import { folders } from "../slapos/partition/environment.ts";
import { digestOf, readStamp } from "../slapos/partition/stamp.ts";
import { endOutdated } from "../slapos/services/end-outdated.ts";
import { statsLog } from "../slapos/services/render-services.ts";
import { rotateLogs } from "../slapos/services/rotate-logs.ts";
import type { Made, Making } from "./partition-making.ts";

export const run: Run = async (terminal, invocation) => {
  const making = makingOf(terminal, invocation);
  const { partition } = making.means;
  const { files, changes, plan, testing, services, published } =
    madeBefore(making) ?? (await makeAnew(terminal, making));
  const subtaps = testing ? [] : await applySubtaps(terminal, invocation, partition, plan);
  const ended = await endOutdated(partition, services);
  rotateLogs(join(partition, folders.log), [statsLog.slice(folders.log.length + 1), "enb.log"]);
  rotateLogs(join(partition, ".slapgrid/promise/log"));
  const changed = changes.filter(({ change }) => change !== "unchanged");
  terminal.print(JSON.stringify({ files, changes: changed, subtaps, ended, published, errors: {} }));
  return exitCode.good;
};

function makingOf(terminal: Terminal, invocation: Invocation): Making {
  return {
    text: readInput(terminal, requiredOption(invocation, "instance")),
    means: {
      partition: resolve(requiredOption(invocation, "partition")),
      ors: textOption(invocation, "ors") ?? "ors",
      dnsmasq: textOption(invocation, "dnsmasq") ?? "dnsmasq",
      pythonPath: (textOption(invocation, "python-path") ?? "").split(delimiter).filter(Boolean),
      build: buildDigest(),
    },
    amarisoftFolder: textOption(invocation, "amarisoft"),
  };
}

/** The program's entry names its chunks, which are named by what is in them. */
function buildDigest(): string {
  const entry = readFileSync(process.argv[1] ?? "");
  return createHash("sha256").update(entry).digest("hex").slice(0, 16);
}

/** What an earlier run made, where it was made of the same and nothing of it was touched. */
function madeBefore({ text, means, amarisoftFolder }: Making): Omit<Made, "warnings"> | undefined {
  const stamp = readStamp(means.partition);
  if (stamp === undefined) return undefined;
  const now = { ...means, ...surroundings(text, stamp.testing, amarisoftFolder) };
  if (digestOf(text, now) !== stamp.madeOf) return undefined;
  return { ...stamp, files: Object.keys(stamp.files), changes: [] };
}

async function makeAnew(terminal: Terminal, making: Making): Promise<Made> {
  const [{ makePartition }, { formatIssue }] = await Promise.all([
    import("./partition-making.ts"),
    import("../issue/format.ts"),
  ]);
  try {
    const made = await makePartition(making);
    for (const issue of made.warnings) terminal.complain(formatIssue(issue));
    return made;
  } catch (cause) {
    if (cause instanceof InputError) {
      const { refusal } = await import("../slapos/published/refusal.ts");
      terminal.print(
        JSON.stringify({ files: [], published: {}, errors: refusal(making.text, cause.issues) }),
      );
    }
    throw cause;
  }
}

/**
 * Brings the subtaps to the plan. What is missing for it, such as the capability, does not stop the instance: the
 * promises tell.
 */
async function applySubtaps(
  terminal: Terminal,
  invocation: Invocation,
  partition: string,
  plan: TapPlan,
): Promise<string[]> {
  const [{ applyPlan }, { formatChange }, { readTakenDown }] = await Promise.all([
    import("../tap/apply-plan.ts"),
    import("../tap/change.ts"),
    import("../state/taken-down.ts"),
  ]);
  try {
    const { changes, warnings } = await applyPlan(plan, {
      down: readTakenDown(join(partition, "var")),
      trampoline: textOption(invocation, "trampoline"),
    });
    for (const warning of warnings) terminal.complain(warning);
    return changes.map(formatChange);
  } catch (cause) {
    terminal.complain(`subtaps: ${(cause as Error).message}`);
    return [];
  }
}
