/** The split of a SlapOS TAP among CPRI Radio Units. */
import type { Ipv6Network } from "../net/ipv6-network.ts";
import type { Ipv6Address } from "../net/parse-ipv6.ts";

export type TapPlan = {
  /** Null where the node gives no TAP. */
  readonly slaptap: string | null;
  /** Null where the node gives no TAP. */
  readonly range: Ipv6Network | null;
  readonly taps: readonly PlannedTap[];
};

export type PlannedTap = {
  /** `<slaptap>-<i>`, or the slaptap's own name where one Radio Unit has it alone. */
  readonly name: string;
  /** Reference of the Radio Unit. */
  readonly ru: string;
  readonly network: Ipv6Network;
  /** The Radio Unit's address. */
  readonly gateway: Ipv6Address;
  /** The host's address. */
  readonly addr: Ipv6Address;
};
