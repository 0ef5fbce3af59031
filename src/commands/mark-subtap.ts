/** What `ors tap down` and `ors tap up` have in common. */
import type { Terminal } from "../console/terminal.ts";
import { findStateFolder, type InputFile, inputFileOf } from "../input/input-file.ts";
import { readPlan } from "../input/read-input.ts";
import { makeUsageError } from "../input/usage.ts";
import { parseParentName } from "../net/subtap-name.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import { isWatchAlive, readWatchStatus } from "../state/watch-status.ts";
import { findRunningWatch } from "./running-watch.ts";

type MarkOptions = {
  readonly name: string;
  readonly state: string | undefined;
  readonly plan: string | undefined;
  readonly instance: string | undefined;
};

export type MarkedSubtap = {
  readonly name: string;
  readonly state: string;
  /** The options that name the same instance again: `--plan etc/plan.json`. */
  readonly options: string;
};

/**
 * The subtap and the state folder that the command line means: a Radio Unit's reference stands for its subtap, and
 * where neither an instance nor a folder is named, those of the watch that runs are meant. Throws a UsageError for a
 * subtap that is not planned, and where nothing tells which instance is meant.
 */
export async function findMarkedSubtap(terminal: Terminal, options: MarkOptions): Promise<MarkedSubtap> {
  const { name } = options;
  const input = inputFileOf(options);
  if (input === undefined) return findWithoutInput(terminal, options);
  const { plan } = await readPlan({ ...terminal, complain: () => {} }, input);
  const subtap = findPlannedSubtap(plan, name);
  return {
    name: subtap,
    state: findStateFolder(options.state, input),
    options: formatOptions(options.state, input),
  };
}

function findPlannedSubtap({ slaptap, taps }: TapPlan, given: string): string {
  const subtaps = taps.filter(({ name }) => name !== slaptap);
  const found = subtaps.find(({ name, ru }) => name === given || ru === given);
  if (found !== undefined) return found.name;
  const known = subtaps.map(({ name, ru }) => `${name} (${JSON.stringify(ru)})`).join(", ");
  throw makeUsageError(
    `"${given}" is not a subtap of this instance`,
    known === "" ? "an instance with subtaps" : known,
  );
}

function findWithoutInput(terminal: Terminal, { name, state }: MarkOptions): MarkedSubtap {
  const slaptap = parseParentName(name);
  if (slaptap === null) {
    throw makeUsageError(
      `"${name}" is not the name of a subtap`,
      "<slaptap>-<number>, or a Radio Unit with --plan",
    );
  }
  if (state !== undefined) return { name, state, options: formatOptions(state, undefined) };
  const watch = findRunningWatch(terminal, slaptap);
  if (watch === null)
    throw makeUsageError(`no watch of ${slaptap} runs here`, "--plan, --instance or --state");
  return { name, state: watch.state, options: formatOptions(watch.state, undefined) };
}

function formatOptions(state: string | undefined, input: InputFile | undefined): string {
  const words = [input && `--${input.kind} ${input.path}`, state && `--state ${state}`];
  return words.filter(Boolean).join(" ");
}

/** The mark alone does nothing: the watch that has this state folder does. */
export function hasWatch(state: string): boolean {
  const status = readWatchStatus(state);
  return status !== null && isWatchAlive(status);
}

export function warnWithoutWatch(terminal: Terminal, state: string): void {
  if (hasWatch(state)) return;
  terminal.complain(
    `no \`ors watch\` runs with --state ${state}: nothing changes until one does, or until \`ors apply\``,
  );
}
