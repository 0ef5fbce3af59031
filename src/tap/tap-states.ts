/** How each TAP of a plan is in the kernel: a row of `ors status`. */
import { parseSubtapNumber } from "../net/subtap-name.ts";
import { interfaceFlag } from "../netlink/messages/numbers.ts";
import type { PlannedTap, TapPlan } from "../plan/tap-plan.ts";
import type { Change } from "./change.ts";
import { compareTaps } from "./compare-taps.ts";
import { compareWithKernel, type Difference } from "./difference.ts";
import type { KernelState } from "./kernel-state.ts";
import { checkSlaptapItself } from "./slaptap-itself.ts";
import { makeSnapshot, type Snapshot } from "./snapshot.ts";
import { checkWantedTaps } from "./wanted-tap.ts";

/**
 * - `as planned`: compared, and there is no difference
 * - `taken down`: down because an operator said so, and otherwise as planned
 * - `missing`: no interface has its name
 * - `down`: there, but not up, and no operator said so
 * - `wrong`: there, but with other settings, addresses or routes
 * - `blocked`: nothing can be done about it until somebody else has done something
 * - `unknown`: could not be compared
 */
export type TapState = "as planned" | "taken down" | "missing" | "down" | "wrong" | "blocked" | "unknown";

export type TapRow = { readonly tap: PlannedTap; readonly state: TapState };

/** What {@link compareWithKernel} finds, and the state of each TAP in the order of the plan. */
export type ComparedTaps = Difference & { readonly rows: readonly TapRow[] };

/**
 * Compares each TAP of a plan with the kernel: with one Radio Unit the slaptap itself, which must be there, up, with
 * its address and its range. What is refused for all, such as a slaptap without a range, does not hide which of the
 * subtaps are there.
 *
 * @param takenDown names of the subtaps that an operator has taken down
 * @param state null where it could not be read
 */
export function compareEachTap(
  plan: TapPlan,
  takenDown: ReadonlySet<string>,
  state: KernelState | null,
): ComparedTaps {
  if (state === null || plan.slaptap === null) {
    return { changes: [], refusals: [], leftAlone: [], rows: plan.taps.map(makeUnknownRow) };
  }
  const difference = compareWithKernel(plan, takenDown, state);
  const snapshot = makeSnapshot(state, plan.slaptap);
  const isRefused = difference.refusals.length > 0;
  const own = plan.taps.flatMap((tap) =>
    tap.name === plan.slaptap && !isRefused ? checkSlaptapItself(tap, snapshot) : [],
  );
  const refusals = [...difference.refusals, ...own];
  const changes = listChanges(plan, takenDown, state, snapshot);
  const changed = changes && new Set(changes.map(({ name }) => name));
  const refused = new Set(refusals.map(({ name }) => name));
  const rows = plan.taps.map((tap): TapRow => {
    const link = findLink(tap, plan.slaptap ?? "", snapshot);
    const isUp = link !== null && (link.flags & interfaceFlag.UP) !== 0;
    const facts = { isThere: link !== null, isUp, isTakenDown: takenDown.has(tap.name), changed, refused };
    return { tap, state: decideState(tap, plan.slaptap ?? "", facts) };
  });
  return { ...difference, refusals, rows };
}

type Facts = {
  readonly isThere: boolean;
  readonly isUp: boolean;
  readonly isTakenDown: boolean;
  /** Names of subtaps that differ; null where nothing could be compared. */
  readonly changed: ReadonlySet<string> | null;
  readonly refused: ReadonlySet<string>;
};

function decideState({ name }: PlannedTap, slaptap: string, facts: Facts): TapState {
  const { isThere, isUp, isTakenDown, changed, refused } = facts;
  if (!isThere) return "missing";
  if (name !== slaptap && refused.has(name)) return "blocked";
  if (!isUp && !isTakenDown) return "down";
  if (name === slaptap) return refused.has(name) ? "wrong" : "as planned";
  if (changed === null) return "unknown";
  if (changed.has(name)) return "wrong";
  if (refused.has(slaptap)) return "blocked";
  return isTakenDown ? "taken down" : "as planned";
}

function makeUnknownRow(tap: PlannedTap): TapRow {
  return { tap, state: "unknown" };
}

/** What differs, whether it may be mended or not; null where the plan itself is wrong. */
function listChanges(
  plan: TapPlan,
  down: ReadonlySet<string>,
  state: KernelState,
  snapshot: Snapshot,
): readonly Change[] | null {
  const wanted = checkWantedTaps(plan, down);
  if ("exitCode" in wanted) return null;
  const user = snapshot.slaptap?.tun?.owner ?? state.user;
  const compared = compareTaps(plan.slaptap ?? "", wanted, snapshot, user, true);
  return Array.isArray(compared) ? compared : null;
}

/** The link under the TAP's name, as its own name or as another. */
function findLink({ name }: PlannedTap, slaptap: string, snapshot: Snapshot) {
  if (name === slaptap) return snapshot.slaptap;
  return snapshot.numbered.get(parseSubtapNumber(slaptap, name) ?? 0)?.link ?? null;
}
