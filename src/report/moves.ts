/** What a plan changes for Radio Units, beside the one before. */
import type { TapMove } from "../plan/compare-plans.ts";
import { formatMove } from "../plan/compare-plans.ts";
import { formatPlannedTap } from "../plan/plan-json.ts";
import type { PlannedTap } from "../plan/tap-plan.ts";

/** The moves as data. */
export function reportMoves(moves: readonly TapMove[]) {
  const format = (tap: PlannedTap | null) => (tap === null ? null : formatPlannedTap(tap));
  return moves.map(({ ru, before, after }) => ({ ru, before: format(before), after: format(after) }));
}

/** A heading and a line for each Radio Unit; nothing where none moves. */
export function formatMoves(moves: readonly TapMove[]): string[] {
  if (moves.length === 0) return [];
  const moved = moves.filter(({ before, after }) => before !== null && after !== null).length;
  const heading =
    moved === 0
      ? "Radio Units that come or go:"
      : `${moved} ${moved === 1 ? "Radio Unit gets another TAP or other addresses" : "Radio Units get another TAP or other addresses"}:`;
  return [heading, ...moves.map((move) => `  ${formatMove(move)}`)];
}
