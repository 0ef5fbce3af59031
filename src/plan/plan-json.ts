/** A plan as JSON: what `plan.json` holds. */
import {
  formatIpv6Address,
  formatIpv6Network,
  type Ipv6Network,
  parseIpv6Network,
} from "../net/ipv6-network.ts";
import { type Ipv6Address, parseIpv6Address } from "../net/parse-ipv6.ts";
import type { PlannedTap, TapPlan } from "./tap-plan.ts";

/** Networks and addresses are text, as RFC 5952 wants it. */
export type PlanJson = {
  readonly slaptap: string | null;
  readonly range: string | null;
  readonly taps: readonly PlannedTapJson[];
};

export type PlannedTapJson = Readonly<Record<"name" | "ru" | "network" | "gateway" | "addr", string>>;

/** The value for JSON.stringify, its keys in the order of the contract. */
export function formatPlan({ slaptap, range, taps }: TapPlan): PlanJson {
  return { slaptap, range: range && formatIpv6Network(range), taps: taps.map(formatPlannedTap) };
}

export function formatPlannedTap({ name, ru, network, gateway, addr }: PlannedTap): PlannedTapJson {
  return {
    name,
    ru,
    network: formatIpv6Network(network),
    gateway: formatIpv6Address(gateway),
    addr: formatIpv6Address(addr),
  };
}

/** Whether two plans say the same. */
export function isSamePlan(a: TapPlan, b: TapPlan): boolean {
  return JSON.stringify(formatPlan(a)) === JSON.stringify(formatPlan(b));
}

/**
 * The plan of what {@link formatPlan} made; for what somebody else may have written there is `parsePlan`.
 *
 * @throws TypeError where a network or an address is not one
 */
export function restorePlan({ slaptap, range, taps }: PlanJson): TapPlan {
  return {
    slaptap,
    range: range === null ? null : restoreNetwork(range),
    taps: taps.map(({ name, ru, network, gateway, addr }) => ({
      name,
      ru,
      network: restoreNetwork(network),
      gateway: restoreAddress(gateway),
      addr: restoreAddress(addr),
    })),
  };
}

function restoreNetwork(text: string): Ipv6Network {
  const network = parseIpv6Network(text);
  if (network === undefined) throw new TypeError(`${text} is not an IPv6 network`);
  return network;
}

function restoreAddress(text: string): Ipv6Address {
  const address = parseIpv6Address(text);
  if (address === undefined) throw new TypeError(`${text} is not an IPv6 address`);
  return address;
}
