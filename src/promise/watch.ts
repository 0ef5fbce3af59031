/** The promise `watch`: `ors watch` runs and the kernel is as it wants it. */
import { getStateFolder } from "../state/state-folder.ts";
import { getStatusFile, isWatchAlive, readWatchStatus, type WatchStatus } from "../state/watch-status.ts";
import { inPartition, planOption, stateOption } from "./options.ts";
import type { PromiseDefinition } from "./promise.ts";
import { fails, holds, type Verdict } from "./verdict.ts";

export const watch: PromiseDefinition = {
  name: "watch",
  summary: "`ors watch` runs, and the kernel is as planned",
  options: [planOption, stateOption],
  example: "ors promise watch --plan etc/plan.json",
  install: ({ site, plan }) => (!site.testing && plan.taps.length > 1 ? { plan: inPartition.plan } : null),
  services: ["watch"],
  needs: ["capability"],
  check: async ({ plan, state }) => checkWatch(getStateFolder({ state, plan, instance: undefined })),
};

/**
 * Reads the watch's state file.
 *
 * @param state its state folder
 * @param now time of day
 */
export function checkWatch(state: string, now: Date = new Date()): Verdict {
  const status = readWatchStatus(state);
  if (status === null)
    return fails(`${getStatusFile(state)}: no watch wrote its state there; start \`ors watch\``);
  if (!status.alive) return fails(`the watch ended at ${status.written}; start \`ors watch\``);
  if (!isWatchAlive(status)) return fails(`the watch, process ${status.pid}, is gone; start \`ors watch\``);
  return judge(status, now);
}

/** Healing and looking take milliseconds; after this long, something is wrong with them. */
export const maxHealingMs = 60_000;

function judge(status: WatchStatus, now: Date): Verdict {
  const { condition, problem, planProblem, takenDown } = status;
  if (planProblem !== null) return fails(`the plan is invalid and the one before it is kept: ${planProblem}`);
  if (condition === "blocked") return fails(`the watch waits: ${problem}`);
  if (condition === "failing") return fails(`the watch cannot put it right: ${problem}`);
  if (condition !== "in sync" && now.getTime() - Date.parse(status.written) > maxHealingMs) {
    return fails(`the watch has been ${condition} since ${status.written}`);
  }
  const down = takenDown.length === 0 ? "" : `; taken down by an operator: ${takenDown.join(", ")}`;
  const drifts = `${status.healed} ${status.healed === 1 ? "drift" : "drifts"} healed`;
  return holds(`${status.subtaps} subtaps are kept true, ${drifts}${down}`);
}
