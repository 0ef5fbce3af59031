/**
 * How a Radio Unit looks for the VLAN of its management: without a tag first, then on the VLANs that it was given, then
 * on those of a range, a pause, and again (`searchable-mplane-access-vlans-info` of o-ran-mplane-int). One after the
 * other: the first VLAN on which it is given an address is the one.
 */
import { noTag } from "../../link/cable/vlan-interface.ts";
import { eachVlan, formatVlanList, type VlanList } from "../../vlan/vlan-list.ts";
import type { Obtained } from "../obtain-address.ts";

export type VlanSearch = {
  /** VLANs that it was given, in the order in which they are tried. */
  readonly vlans: readonly number[];
  /** What is tried after them; those that were tried already are left out. */
  readonly range: VlanList;
  /** How long the DHCP client runs on each. */
  readonly perVlanMs: number;
  /** Between two rounds. */
  readonly pauseMs: number;
  /** After so many it gives up. */
  readonly rounds: number;
};

export type SearchSteps = {
  /** Is given the VLAN, and the number of this try, from 1. */
  readonly tryVlan: (vlan: number, tries: number) => Promise<Obtained>;
  readonly pause: (milliseconds: number) => Promise<void>;
};

export type Searched = {
  readonly obtained: Obtained;
  /** The last one that was tried; {@link noTag} for none. */
  readonly vlan: number;
  readonly tries: number;
};

/** Searches until there is an address, a try fails for another reason than time, or the last round is over. */
export async function searchVlan(search: VlanSearch, { tryVlan, pause }: SearchSteps): Promise<Searched> {
  const order = listTries(search);
  let tries = 0;
  for (let round = 0; round < search.rounds; round++) {
    if (round > 0) await pause(search.pauseMs);
    for (const vlan of order) {
      tries += 1;
      const obtained = await tryVlan(vlan, tries);
      if ("address" in obtained || !obtained.isLate) return { obtained, vlan, tries };
    }
  }
  return { obtained: { problem: describeFailure(search), isLate: true }, vlan: noTag, tries };
}

/** One round: each VLAN once, at its first place. */
export function listTries({ vlans, range }: Pick<VlanSearch, "vlans" | "range">): readonly number[] {
  const order = new Set([noTag, ...vlans]);
  eachVlan(range, (vlan) => order.add(vlan));
  return [...order];
}

/**
 * What a Radio Unit keeps over restarts: the VLAN that it found is added to those that it was given, so that another search
 * tries it before the range (`searchable-access-vlans-info`).
 */
export function rememberVlan(search: VlanSearch, vlan: number): VlanSearch {
  if (vlan === noTag || search.vlans.includes(vlan)) return search;
  return { ...search, vlans: [...search.vlans, vlan] };
}

/** The VLANs of a search as text: `30,10,100-110`. */
export function formatSearched({ vlans, range }: Pick<VlanSearch, "vlans" | "range">): string {
  return [...vlans.map(String), ...(range.length === 0 ? [] : [formatVlanList(range)])].join(",");
}

function describeFailure(search: VlanSearch): string {
  const rounds = search.rounds === 1 ? "one round" : `${search.rounds} rounds`;
  return `no address in ${rounds}, neither without a tag nor on VLAN ${formatSearched(search)}`;
}
