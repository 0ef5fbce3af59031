/**
 * What is to be done about the kernel's state: nothing, something for the trampoline, or wait until somebody else has
 * done his part. The slaptap is the parent: while it is down its subtaps are down, and what is back when it is up
 * again is what each subtap shall be, not simply up.
 */

import { interfaceFlag } from "../../netlink/messages/numbers.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import { type Change, formatRefusal, type Refusal } from "../../tap/change.ts";
import { compareWithKernel } from "../../tap/difference.ts";
import type { KernelState } from "../../tap/kernel-state.ts";
import { isOwnSubtap } from "../../tap/own-subtap.ts";
import { getSubtaps } from "../../tap/wanted-tap.ts";

export type Comparison = { readonly kind: "same" } | Blocked | Different;

/** Nothing can be done until something else changes; `why` says what, and who can change it. */
export type Blocked = { readonly kind: "blocked"; readonly why: string };

export type Different = {
  readonly kind: "different";
  readonly changes: readonly Change[];
  /** Subtaps that the request shall have down. */
  readonly down: ReadonlySet<string>;
};

/** Below this MTU the kernel takes IPv6 off a link (RFC 8200 §5). */
export const minIpv6Mtu = 1280;

/**
 * Compares a plan with the kernel.
 *
 * @param takenDown names of the subtaps that an operator has taken down
 */
export function compare(plan: TapPlan, takenDown: ReadonlySet<string>, state: KernelState): Comparison {
  const subtaps = getSubtaps(plan);
  const slaptap = state.links.find((link) => link.name === plan.slaptap);
  if (plan.slaptap === null) return { kind: "same" };
  if (slaptap !== undefined && subtaps.length > 0) {
    if ((slaptap.flags & interfaceFlag.UP) === 0) return compareWithParentDown(plan, plan.slaptap, state);
    if (slaptap.mtu !== null && slaptap.mtu < minIpv6Mtu) {
      return makeBlocked(`${plan.slaptap} has an MTU of ${slaptap.mtu}, and IPv6 needs ${minIpv6Mtu}`);
    }
  }
  const down = new Set(subtaps.map(({ name }) => name).filter((name) => takenDown.has(name)));
  const { changes, refusals } = compareWithKernel(plan, down, state, state.user);
  if (refusals.length > 0) return makeBlocked(formatRefusals(refusals));
  return changes.length === 0 ? { kind: "same" } : { kind: "different", changes, down };
}

function compareWithParentDown(plan: TapPlan, slaptap: string, state: KernelState): Comparison {
  const names = new Set(getSubtaps(plan).map(({ name }) => name));
  const up = state.links.filter(
    (link) =>
      names.has(link.name ?? "") &&
      (link.flags & interfaceFlag.UP) !== 0 &&
      isOwnSubtap(slaptap, link, state.user),
  );
  if (up.length === 0) return makeBlocked(`${slaptap} is down`);
  const changes = up.map(({ name }): Change => {
    return { verb: "changed", name: name ?? "", what: "down", found: null, wanted: null };
  });
  return { kind: "different", changes, down: names };
}

function makeBlocked(why: string): Blocked {
  return { kind: "blocked", why };
}

/** The first one in full: what is behind the others is often the same. */
function formatRefusals(refusals: readonly Refusal[]): string {
  const [first, ...others] = refusals;
  const text = first === undefined ? "" : formatRefusal(first);
  return others.length === 0 ? text : `${text}; and ${others.length} more of the kind`;
}
