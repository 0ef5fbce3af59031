/** The slaptap where one Radio Unit has it itself: what the node should have laid, and `ors` does not. */
import { containsNetwork, formatIpv6Address, formatIpv6Network } from "../net/ipv6-network.ts";
import { interfaceFlag } from "../netlink/messages/numbers.ts";
import type { PlannedTap } from "../plan/tap-plan.ts";
import { type Refusal, refuse } from "./change.ts";
import type { KernelRoute, Snapshot } from "./snapshot.ts";

/** What is missing of it; empty where it is there, up, with its address and a route for its range. */
export function checkSlaptapItself({ name, network, addr }: PlannedTap, snapshot: Snapshot): Refusal[] {
  const link = snapshot.slaptap;
  if (link === null) return [blame(name, "does not exist")];
  if (link.tun?.mode !== "tap") return [blame(name, "is not a TAP")];
  if ((link.flags & interfaceFlag.UP) === 0) return [blame(name, "is down")];
  const refusals: Refusal[] = [];
  const isOwn = (index: number) => index === link.index;
  if (!snapshot.addresses.some(({ index, address }) => isOwn(index) && address === addr)) {
    refusals.push(blame(name, `does not have its address ${formatIpv6Address(addr)}`));
  }
  const leads = ({ output, unicast, bySource, network: to }: KernelRoute) =>
    isOwn(output) &&
    unicast &&
    !bySource &&
    to !== null &&
    to.prefixLength > 0 &&
    containsNetwork(to, network);
  if (!snapshot.routes.some(leads)) {
    refusals.push(blame(name, `has no route for its range ${formatIpv6Network(network)}`));
  }
  return refusals;
}

function blame(name: string, what: string): Refusal {
  return refuse(4, name, what, "run `slapos node format --now`");
}
