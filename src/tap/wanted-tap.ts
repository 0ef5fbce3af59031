/** The subtaps that a plan wants, judged by themselves: the rules on names, networks and addresses. */

import { containsAddress, formatIpv6Network, isSameNetwork } from "../net/ipv6-network.ts";
import { maxPartPrefixLength } from "../net/limits.ts";
import { parseSubtapNumber } from "../net/subtap-name.ts";
import type { PlannedTap, TapPlan } from "../plan/tap-plan.ts";
import { type Refusal, refuse } from "./change.ts";

export type WantedTap = Omit<PlannedTap, "ru"> & {
  readonly number: number;
  /** Kept, but not up: so without address and routes. */
  readonly down: boolean;
};

/** The entries of a plan that are subtaps; with one Radio Unit the entry is the slaptap itself, which is none. */
export function getSubtaps(plan: TapPlan): readonly PlannedTap[] {
  return plan.taps.filter((tap) => tap.name !== plan.slaptap);
}

/**
 * The subtaps in the order of their networks, or what is wrong with them.
 *
 * @param down names of those that are wanted down
 */
export function checkWantedTaps(plan: TapPlan, down: ReadonlySet<string>): WantedTap[] | Refusal {
  const wanted: WantedTap[] = [];
  const numbers = new Set<number>();
  for (const planned of getSubtaps(plan)) {
    const tap = checkWantedTap(plan.slaptap ?? "", planned, down.has(planned.name));
    if ("exitCode" in tap) return tap;
    if (numbers.has(tap.number)) return refuse(2, tap.name, "is planned twice");
    numbers.add(tap.number);
    wanted.push(tap);
  }
  wanted.sort((a, b) => (a.network.address < b.network.address ? -1 : 1));
  return checkTogether(wanted) ?? wanted;
}

function checkWantedTap(slaptap: string, planned: PlannedTap, down: boolean): WantedTap | Refusal {
  const { name, network, gateway, addr } = planned;
  const number = parseSubtapNumber(slaptap, name);
  if (number === null) return refuse(2, name, `is not ${slaptap}-<number>`);
  if (network.prefixLength < 1 || network.prefixLength > maxPartPrefixLength) {
    return refuse(
      2,
      name,
      `has no network of 1 to ${maxPartPrefixLength} bits: ${formatIpv6Network(network)}`,
    );
  }
  if (!containsAddress(network, gateway) || !containsAddress(network, addr)) {
    return refuse(2, name, `has a gateway or address outside of its network ${formatIpv6Network(network)}`);
  }
  if (gateway === addr) return refuse(2, name, "has one address as gateway and as its own");
  return { name, number, network, gateway, addr, down };
}

function checkTogether(sorted: readonly WantedTap[]): Refusal | null {
  for (const [index, tap] of sorted.entries()) {
    const before = sorted[index - 1];
    if (before === undefined) continue;
    if (before.network.prefixLength !== tap.network.prefixLength) {
      return refuse(2, tap.name, `has a network of another length than ${before.name}`);
    }
    if (isSameNetwork(before.network, tap.network))
      return refuse(2, tap.name, `has the network of ${before.name}`);
  }
  return null;
}
