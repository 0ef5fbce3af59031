/** Watches that run here, so that no command changes what one of them would put back at once. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { resolve } from "node:path";
import { parseWords } from "../console/parse-words.ts";
import { readValues } from "../console/read-values.ts";
import type { Terminal } from "../console/terminal.ts";
import { findInputFile, findStateFolder, type InputFile } from "../input/input-file.ts";
import { readPlan } from "../input/read-input.ts";
import { FailureError } from "../issue/exit-code.ts";
import { isSamePlan } from "../plan/plan-json.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import {
  describeOtherVersion,
  isWatchAlive,
  readWatchStatus,
  type WatchStatus,
} from "../state/watch-status.ts";
import { definition as watchDefinition } from "./watch/definition.ts";

export type RunningWatch = {
  readonly status: WatchStatus;
  /** Its folder of state and marks. */
  readonly state: string;
  /** Where its plan comes from; paths are absolute. */
  readonly input: InputFile;
};

/** The watch of a slaptap in this network namespace; null where none is to be seen by this user. */
export function findRunningWatch(terminal: Terminal, slaptap: string): RunningWatch | null {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const watch = readWatch(terminal, pid);
    if (watch?.status.slaptap === slaptap) return watch;
  }
  return null;
}

/**
 * Throws a FailureError where a watch of the slaptap keeps another plan than this one.
 *
 * @param plan what the command is about to make; null where it takes the subtaps away
 * @param replaced the plan.json that the command replaces: a watch that keeps it follows
 */
export async function refuseBesideWatch(
  terminal: Terminal,
  slaptap: string | null,
  plan: TapPlan | null,
  replaced?: string,
): Promise<void> {
  if (slaptap === null) return;
  const watch = findRunningWatch(terminal, slaptap);
  if (watch === null) return;
  const otherVersion = describeOtherVersion(watch.status);
  if (otherVersion !== null) terminal.complain(`warning: ${otherVersion}`);
  const { status, input } = watch;
  if (replaced !== undefined && input.kind === "plan" && resolve(input.path) === resolve(replaced)) return;
  if (plan !== null && (await keepsPlan(terminal, watch, plan))) return;
  throw new FailureError(
    `\`ors watch\`, process ${status.pid}, keeps ${slaptap} as ${input.path} wants it and would undo this: ` +
      (plan === null ? "end it first" : "end it first, or bring the plan there"),
  );
}

async function keepsPlan(terminal: Terminal, { input }: RunningWatch, plan: TapPlan): Promise<boolean> {
  try {
    const quiet = { ...terminal, complain: () => {} };
    return isSamePlan((await readPlan(quiet, input)).plan, plan);
  } catch {
    // the watch keeps the plan that it read before
    return false;
  }
}

/** What a process is, where it is an `ors watch` of this namespace and user, and wrote the state that it should. */
function readWatch(terminal: Terminal, pid: string): RunningWatch | null {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
    const at = words.indexOf("watch");
    if (at < 1 || at > 3 || readlinkSync(`/proc/${pid}/ns/net`) !== readlinkSync("/proc/self/ns/net"))
      return null;
    const values = readValues(watchDefinition, parseWords(watchDefinition, words.slice(at + 1)), {});
    const { file, instance, plan, state: asked } = values;
    const folder = readlinkSync(`/proc/${pid}/cwd`);
    const input = findInputFile(terminal, {
      file: place(folder, file),
      instance: place(folder, instance),
      plan: place(folder, plan),
    });
    const state = findStateFolder(place(folder, asked), input);
    const status = readWatchStatus(state);
    return status !== null && status.pid === Number(pid) && isWatchAlive(status)
      ? { status, state, input }
      : null;
  } catch {
    // gone meanwhile, another user's, or no watch at all
    return null;
  }
}

function place(folder: string, path: unknown): string | undefined {
  if (typeof path !== "string") return undefined;
  return path === "-" ? path : resolve(folder, path);
}
