/** How the watch is, as a sum of what sync and reconciler have reported. */
import type { Condition } from "../state/watch-status.ts";
import type { ReconcilerNews } from "./reconcile/reconciler-state.ts";

export type Health = {
  readonly condition: Condition;
  /** What keeps the kernel from being in sync; null where nothing does. */
  readonly problem: string | null;
  /** Drifts mended, the changes that they took, and the time of day of the last one, ISO 8601. */
  readonly healed: number;
  readonly changes: number;
  readonly lastHealed: string | null;
  /** Times that the kernel was brought to the plan at the start, or to another plan or other marks. */
  readonly applied: number;
  readonly failures: number;
};

export type HealthEvent =
  | ReconcilerNews
  /** Messages of the kernel were lost. */
  | { readonly kind: "lost"; readonly why: string }
  /** Plan and mirror were compared, and are the same or cannot be made so. */
  | { readonly kind: "found"; readonly condition: "in sync" | "blocked"; readonly problem: string | null };

export const startingHealth: Health = {
  condition: "looking",
  problem: null,
  healed: 0,
  changes: 0,
  lastHealed: null,
  applied: 0,
  failures: 0,
};

/** @param timeOfDay ISO 8601 */
export function stepHealth(health: Health, event: HealthEvent, timeOfDay: string): Health {
  switch (event.kind) {
    case "lost":
      return { ...health, condition: "looking", problem: event.why };
    case "found":
      return { ...health, condition: event.condition, problem: event.problem };
    case "differs":
      return { ...health, condition: "healing", problem: null };
    case "failed":
      return { ...health, condition: "failing", problem: event.why, failures: health.failures + 1 };
    case "blocked":
      return { ...health, condition: "blocked", problem: event.why };
    case "in sync":
      return { ...health, condition: "in sync", problem: null };
    case "mended":
      return noteMended(health, event, timeOfDay);
  }
}

function noteMended(
  health: Health,
  { cause, run }: Extract<ReconcilerNews, { kind: "mended" }>,
  timeOfDay: string,
): Health {
  const mended: Health = { ...health, condition: "in sync", problem: null };
  if (cause !== "drift") return { ...mended, applied: health.applied + 1 };
  return {
    ...mended,
    healed: health.healed + 1,
    changes: health.changes + run.changes.length,
    lastHealed: timeOfDay,
  };
}
