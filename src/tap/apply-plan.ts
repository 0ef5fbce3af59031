/** Brings the kernel to a plan, through the trampoline. */

import { FailureError, InputError, PermissionError } from "../issue/exit-code.ts";
import { error, place } from "../issue/issue.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import { type Change, formatRefusal, type Refusal } from "./change.ts";
import { compareWithKernel } from "./difference.ts";
import { findUserName } from "./host/user-name.ts";
import { type KernelState, readKernelState } from "./kernel-state.ts";
import { runTrampoline } from "./trampoline/run-trampoline.ts";
import { checkOutcome } from "./trampoline/trampoline-outcome.ts";
import { findTrampoline } from "./trampoline/trampoline-path.ts";
import { formatTrampolineRequest } from "./trampoline/trampoline-request.ts";

export type ApplyOptions = {
  /** Names of subtaps that are kept but not up. */
  readonly down?: ReadonlySet<string> | undefined;
  /** Says what would be done. */
  readonly dryRun?: boolean | undefined;
  /** Path of the trampoline; by default that of this package. */
  readonly trampoline?: string | undefined;
  /** Reads the kernel's state; by default that of this network namespace. */
  readonly readState?: (() => KernelState) | undefined;
};

export type Applied = {
  /** What was done (by a dry run: what is to be done), in its order; empty where all was as planned. */
  readonly changes: readonly Change[];
  /** What was seen on the way and stays as it is: `slaptap16-7 is not a TAP`. */
  readonly warnings: readonly string[];
};

/**
 * Compares the kernel with the plan and starts the trampoline where something differs. With one CPRI Radio Unit or
 * none only left-over subtaps are removed, and the trampoline is not needed where there are none.
 *
 * @throws InputError, PermissionError, FailureError with what is missing and the command that gives it
 */
export async function applyPlan(plan: TapPlan, options: ApplyOptions = {}): Promise<Applied> {
  if (plan.slaptap === null) return { changes: [], warnings: [] };
  const { down = new Set<string>(), readState = readKernelState } = options;
  const state = readState();
  const { changes, refusals, leftAlone } = compareWithKernel(plan, down, state);
  const warnings = leftAlone.map((text) => `${text}: it is left alone`);
  if (refusals.length > 0 && changes.length === 0) throw makeRefusalError(refusals);
  if (changes.length === 0 || options.dryRun === true) return { changes, warnings };
  refuseOthers(plan.slaptap, state);
  const path = options.trampoline ?? findTrampoline();
  const outcome = await runTrampoline(path, formatTrampolineRequest(plan, down));
  if (outcome.exitCode === 2)
    refuseAgain(compareWithKernel(plan, down, readState()).refusals, outcome.complaints);
  checkOutcome(outcome, path);
  return { changes: addDetails(outcome.changes, changes), warnings };
}

/**
 * The trampoline refused as a rule what was within the rules a moment ago: the kernel has changed meanwhile. What is so
 * now decides what is said.
 *
 * @param refusals as the state after the run has them
 * @throws InputError, PermissionError, FailureError
 */
function refuseAgain(refusals: readonly Refusal[], complaints: readonly string[]): never {
  if (refusals.length > 0) throw makeRefusalError(refusals);
  const why = "the kernel's state changed meanwhile, another run was under way: run it again";
  throw new FailureError([...complaints, why].join("\n"));
}

/** What the refusals of a difference are as an error of the command. */
export function makeRefusalError(refusals: readonly Refusal[]): Error {
  const text = refusals.map(formatRefusal).join("\n");
  const code = Math.max(...refusals.map(({ exitCode }) => exitCode));
  if (code === 3) return new PermissionError(text);
  if (code === 4) return new FailureError(text);
  return new InputError(
    refusals.map(({ what, expected }) => error(place("taps"), what, expected ?? undefined)),
  );
}

/** The trampoline serves only the slaptap's owner; root is a caller like any other. */
function refuseOthers(slaptap: string, state: KernelState): void {
  const owner = state.links.find(({ name }) => name === slaptap)?.tun?.owner ?? state.user;
  if (owner === state.user) return;
  const name = findUserName(owner);
  throw new PermissionError(
    `${slaptap} belongs to user ${name}, and only that user may change its subtaps: ` +
      `run the same command as that user, \`sudo -u ${name.replace("#", "\\#")} ors …\``,
  );
}

/** The trampoline's changes, with what was there and what is wanted as far as the comparison before it knows. */
function addDetails(done: readonly Change[], planned: readonly Change[]): Change[] {
  const left = [...planned];
  return done.map((change) => {
    const at = left.findIndex(
      ({ verb, name, what }) => verb === change.verb && name === change.name && what === change.what,
    );
    return at < 0 ? change : (left.splice(at, 1)[0] ?? change);
  });
}
