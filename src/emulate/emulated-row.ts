/** What one Radio Unit came to. */
import { formatIpv6Address } from "../net/ipv6-network.ts";
import { parseIpv6Address } from "../net/parse-ipv6.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import type { EmulatedRadioUnit, RadioUnitPhase } from "./radio-unit.ts";

export type EmulatedRow = {
  readonly ru: string;
  readonly tap: string;
  readonly mac: string;
  /** The address that it should have. */
  readonly gateway: string;
  /** The address that DHCPv6 gave it. */
  readonly address: string | null;
  readonly phase: RadioUnitPhase;
  /** The VLAN on which it was given; null for none. */
  readonly vlan: number | null;
  /** The VLAN that it tries now, 0 for none; null where it tries nothing. */
  readonly trying: number | null;
  /** VLANs that it has tried in this search, no VLAN being one; null where it does not search. */
  readonly tries: number | null;
  /** MAC address of the host's end, as neighbour discovery found it. */
  readonly neighbour: string | null;
  /** Milliseconds of a ping to the host's address. */
  readonly roundTrip: number | null;
  /** Null where all is well. */
  readonly problem: string | null;
};

export function makeRow({ place, state }: EmulatedRadioUnit, plan: TapPlan): EmulatedRow {
  const wanted = plan.taps.find(({ name }) => name === place.tap)?.gateway;
  const mac = Buffer.from(place.mac)
    .toString("hex")
    .replace(/..(?=.)/g, "$&:");
  const { phase, address, vlan, trying, tries, neighbour, roundTrip } = state;
  const isOwn = address !== null && parseIpv6Address(address) === wanted;
  const problem = address === null || isOwn ? state.problem : `got ${address}, which is not its own`;
  const gateway = wanted === undefined ? "" : formatIpv6Address(wanted);
  const found = { phase, address, vlan, trying, tries, neighbour, roundTrip };
  return { ru: place.ru, tap: place.tap, mac, gateway, ...found, problem };
}
