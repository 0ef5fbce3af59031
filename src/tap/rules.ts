/** May this be done? The trampoline's rules on names, owners and networks against what the kernel has. */

import { containsNetwork, type Ipv6Network, ipv6Bits, isSameNetwork } from "../net/ipv6-network.ts";
import { permittedRanges } from "../net/limits.ts";
import { parseParentName } from "../net/subtap-name.ts";
import { protocol } from "../netlink/messages/numbers.ts";
import { type Refusal, refuse } from "./change.ts";
import { checkAddresses, checkRoutes } from "./foreign-networks.ts";
import { ethernet, explainNotOwn } from "./own-subtap.ts";
import type { KernelRoute, Snapshot } from "./snapshot.ts";
import type { WantedTap } from "./wanted-tap.ts";

/** What speaks against giving a user these subtaps of a slaptap; empty where nothing does. */
export function checkRules(
  slaptap: string,
  wanted: readonly WantedTap[],
  snapshot: Snapshot,
  user: number,
): Refusal[] {
  const refusal = checkSlaptapName(slaptap) ?? checkSlaptap(slaptap, wanted, snapshot, user);
  if (refusal !== null) return [refusal];
  const names = checkNames(wanted, snapshot, user);
  if (names.length > 0 || wanted.length === 0) return names;
  const ranges = findRanges(snapshot);
  // Subtaps that are wanted down get neither address nor route; they may even be in the way of the range.
  if (ranges.length === 0 && wanted.every(({ down }) => down)) return [];
  const range = findCommonRange(slaptap, wanted, ranges);
  if ("exitCode" in range) return [range];
  return [...checkRoutes(slaptap, wanted, snapshot, range, user), ...checkAddresses(wanted, snapshot, user)];
}

/**
 * Without a range, subtaps that are wanted down are set down where they exist, and none is made: the refusal that then
 * goes with the changes, where one is missing. Null where all is there, or where a range is.
 */
export function refuseMissing(
  slaptap: string,
  wanted: readonly WantedTap[],
  snapshot: Snapshot,
): Refusal | null {
  if (findRanges(snapshot).length > 0 || wanted.every(({ number }) => snapshot.numbered.has(number)))
    return null;
  return refuse(4, slaptap, "has no IPv6 range", formatNode);
}

/** The command that brings back what the kernel dropped when a slaptap was down. */
const formatNode = "run `slapos node format --now`";

function checkSlaptap(
  slaptap: string,
  wanted: readonly WantedTap[],
  snapshot: Snapshot,
  user: number,
): Refusal | null {
  const link = snapshot.slaptap;
  if (link === null) {
    return wanted.length === 0 ? null : refuse(4, slaptap, "does not exist", formatNode);
  }
  if (link.tun?.mode !== "tap") return refuse(4, slaptap, "is not a TAP");
  if (link.deviceType !== ethernet) return refuse(4, slaptap, "is not an Ethernet TAP");
  const { owner, group } = link.tun;
  if (owner === null) return refuse(3, slaptap, "has no owner", formatNode);
  if (group !== null) return refuse(3, slaptap, "is open to a group, not to its owner alone", formatNode);
  return owner === user ? null : refuse(3, slaptap, `belongs to user ${owner}, not to user ${user}`);
}

/** A partition's TAP must not pass for a subtap of another's, nor for one of a TAP that is gone. */
function checkSlaptapName(slaptap: string): Refusal | null {
  const parent = parseParentName(slaptap);
  return parent === null ? null : refuse(2, slaptap, `has the name of a subtap of ${parent}`);
}

function checkNames(wanted: readonly WantedTap[], snapshot: Snapshot, user: number): Refusal[] {
  return wanted.flatMap(({ number }) => {
    const named = snapshot.numbered.get(number);
    const why = named === undefined ? null : explainNotOwn(named, user);
    if (named === undefined || why === null) return [];
    const device = named.link.name;
    const command =
      named.name === device
        ? `ip link del dev ${named.name}`
        : `ip link property del dev ${device} altname ${named.name}`;
    return [refuse(4, named.name, why, `the administrator removes it with \`${command}\``)];
  });
}

/** The range that all networks lie in, or what is wrong with that. */
function findCommonRange(
  slaptap: string,
  wanted: readonly WantedTap[],
  ranges: readonly Ipv6Network[],
): Ipv6Network | Refusal {
  if (ranges.length === 0) return refuse(4, slaptap, "has no IPv6 range", formatNode);
  let common: Ipv6Network | null = null;
  for (const { name, network } of wanted) {
    const range = findLongest(ranges.filter((candidate) => containsNetwork(candidate, network)));
    if (range === null) return refuse(2, name, `has a network outside of the range of ${slaptap}`);
    if (common !== null && !isSameNetwork(common, range)) {
      return refuse(2, name, `has a network in another range of ${slaptap} than others`);
    }
    if (range.address === network.address) {
      return refuse(2, name, `has the first network of the range, which ${slaptap} keeps`);
    }
    common = range;
  }
  return common ?? refuse(4, slaptap, "has no IPv6 range", formatNode);
}

/** What the node's administrator routed to the slaptap, and no Router Advertisement can make; else null. */
function findRange(route: KernelRoute, snapshot: Snapshot): Ipv6Network | null {
  if (route.output !== snapshot.slaptap?.index || !route.unicast || route.multipath) return null;
  if (route.protocol !== protocol.BOOT && route.protocol !== protocol.STATIC) return null;
  if (route.expires || route.bySource || route.length === ipv6Bits) return null;
  const { network } = route;
  return network !== null && permittedRanges.some((range) => containsNetwork(range, network))
    ? network
    : null;
}

function findRanges(snapshot: Snapshot): Ipv6Network[] {
  return snapshot.routes.flatMap((route) => findRange(route, snapshot) ?? []);
}

function findLongest(networks: readonly Ipv6Network[]): Ipv6Network | null {
  return networks.reduce<Ipv6Network | null>(
    (best, network) => (best === null || network.prefixLength > best.prefixLength ? network : best),
    null,
  );
}
