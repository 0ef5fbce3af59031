/** How the watch is: what `ors status` and `ors promise watch` read, in the file `watch.json` of its state folder. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isRunning } from "./process-identity.ts";

/** Version of this program. */
export const ownVersion = process.env.ORS_VERSION ?? "0";

export type WatchStatus = {
  /** Version of the program that the watch runs. */
  readonly version: string;
  readonly pid: number;
  /** Start of the process in clock ticks since boot: with the pid it names one process for good. */
  readonly startTicks: number;
  /** False once it has ended by itself. */
  readonly alive: boolean;
  /** Times of day, ISO 8601. */
  readonly started: string;
  readonly written: string;
  readonly slaptap: string | null;
  readonly subtaps: number;
  /** Subtaps that an operator has taken down. */
  readonly takenDown: readonly string[];
  readonly condition: Condition;
  /** What keeps the kernel from being in sync, and what to do about it; null where nothing does. */
  readonly problem: string | null;
  /** Why the plan that is followed is not that of the file; null where it is. */
  readonly planProblem: string | null;
  readonly lastResynchronisation: string | null;
  readonly resynchronisations: number;
  /** Times that messages of the kernel were lost: overflow of its buffer or of the queue, or an error. */
  readonly losses: number;
  readonly messages: number;
  /** Drifts healed, and the changes that they took. */
  readonly healed: number;
  readonly changes: number;
  /** Runs of the trampoline that failed, or whose changes did not hold. */
  readonly failures: number;
  /** Time of day of the last drift healed, ISO 8601; null where there was none. */
  readonly lastHealed: string | null;
  /** Times that the kernel was brought to the plan at the start, or to another plan or other marks. */
  readonly applied: number;
  readonly queueLength: number;
  readonly queuePeak: number;
};

/**
 * `in sync`: the kernel is as planned; `healing`: it is being put right; `blocked`: somebody else has to do something
 * first; `failing`: the trampoline cannot put it right; `looking`: the kernel's state is being read.
 */
export type Condition = "in sync" | "healing" | "blocked" | "failing" | "looking";

/** The state file of a state folder. */
export function getStatusFile(state: string): string {
  return join(state, "watch.json");
}

/** What stands in the state file; null where there is none, or none that a watch wrote. */
export function readWatchStatus(state: string): WatchStatus | null {
  try {
    const read = JSON.parse(readFileSync(getStatusFile(state), "utf8"));
    const isStatus = Number.isInteger(read?.pid) && typeof read.condition === "string";
    return isStatus ? updateStatus(read) : null;
  } catch {
    return null;
  }
}

/** What 0.1.0 wrote, as it is written now: a watch goes on while the software beside it is replaced. */
function updateStatus(read: Older): WatchStatus {
  const condition = (read.condition === "true" ? "in sync" : read.condition) as Condition;
  const { version = "0.1.0", lastHealed = null, applied = 0 } = read;
  return { ...read, version, condition, lastHealed, applied };
}

/** What is wrong with a watch of another version than this program; null where it is of the same. */
export function describeOtherVersion({ pid, version }: Pick<WatchStatus, "pid" | "version">): string | null {
  if (version === ownVersion) return null;
  return `the watch, process ${pid}, runs version ${version}, and this is ${ownVersion}: start it anew`;
}

type Older = Omit<WatchStatus, "condition" | "version" | "lastHealed" | "applied"> &
  Partial<Pick<WatchStatus, "version" | "lastHealed" | "applied">> & { readonly condition: string };

/** Whether the watch that wrote this is still there; needs no heartbeat, so an idle watch has no timer. */
export function isWatchAlive(status: WatchStatus): boolean {
  return status.alive && isRunning(status);
}
