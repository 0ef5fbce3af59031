/** Routes and addresses of others in the networks that subtaps are wanted to have. */
import {
  containsNetwork,
  formatIpv6Address,
  getNetworkOf,
  type Ipv6Network,
  ipv6Bits,
  isSameNetwork,
} from "../net/ipv6-network.ts";
import type { LinkMessage } from "../netlink/messages/link.ts";
import { protocol, routeType } from "../netlink/messages/numbers.ts";
import { type Refusal, refuse } from "./change.ts";
import { isLeftAlone } from "./compare-taps.ts";
import { isCleared } from "./link-changes.ts";
import { isOwnSubtap } from "./own-subtap.ts";
import type { KernelRoute, LinkAddress, Snapshot } from "./snapshot.ts";
import type { WantedTap } from "./wanted-tap.ts";

/**
 * No route but a subtap's own may lead into its network, and none but the slaptap's may come between it and the
 * range. Routes by the user's own subtaps do not count where they go with the changes.
 */
export function checkRoutes(
  slaptap: string,
  wanted: readonly WantedTap[],
  snapshot: Snapshot,
  range: Ipv6Network,
  user: number,
): Refusal[] {
  const length = wanted[0]?.network.prefixLength ?? 0;
  const byNetwork = new Map(wanted.map((tap) => [tap.network.address, tap]));
  const refusals: Refusal[] = [];
  for (const route of snapshot.routes) {
    const inside = route.length >= length;
    if (!inside && route.output === snapshot.slaptap?.index) continue;
    const link = snapshot.links.get(route.output);
    const to = route.network;
    if (to === null || !containsNetwork(range, to)) continue;
    const tap = inside
      ? byNetwork.get(getNetworkOf(to.address, length).address)
      : wanted.find(({ network }) => containsNetwork(to, network));
    if (tap === undefined || (inside && link?.name === tap.name)) continue;
    if (isOwnSubtap(slaptap, link, user) && goesAway(route, link, wanted, snapshot)) continue;
    const advertised =
      route.protocol === protocol.RA || (route.protocol === protocol.KERNEL && route.expires);
    const command = formatRouteDeletion(route, link?.name ?? null);
    refusals.push(refuseNetwork(tap, `the route to ${route.text}`, link, advertised ? user : null, command));
  }
  return refusals;
}

/** Whether the changes take away a route by a subtap of the user's, into a network that is not that subtap's. */
function goesAway(
  route: KernelRoute,
  link: LinkMessage | undefined,
  wanted: readonly WantedTap[],
  snapshot: Snapshot,
): boolean {
  const tap = wanted.find(({ name }) => name === link?.name);
  if (tap === undefined || isCleared(tap, link) || !isLeftAlone(route)) return true;
  return route.unicast && goesWithAddress(route, snapshot);
}

/**
 * The kernel's route to a peer goes with its address, that of an address with the last address that has this prefix. Sure
 * is that where there is no other route like it, and of the latter where no address keeps it (net/ipv6/addrconf.c,
 * __ipv6_ifa_notify(), check_cleanup_prefix_route()).
 */
function goesWithAddress(route: KernelRoute, { routes, addresses }: Snapshot): boolean {
  const { network, output } = route;
  if (network === null) return false;
  const others = routes.filter(
    (other) => other.output === output && other.network !== null && isSameNetwork(other.network, network),
  );
  if (others.length > 1) return false;
  const here = addresses.filter(({ index }) => index === output);
  if (here.some((address) => isToPeer(address, network))) return true;
  const alike = here.filter(
    ({ address, prefixLength }) =>
      address !== null && isSameNetwork(getNetworkOf(address, prefixLength), network),
  );
  return alike.length > 0 && !alike.some(({ passing, bare }) => passing || bare);
}

/** An address with a peer has a route to that, whatever else is so of it. */
function isToPeer({ peer, peerAddress }: LinkAddress, network: Ipv6Network): boolean {
  return (
    peer && peerAddress !== null && isSameNetwork({ address: peerAddress, prefixLength: ipv6Bits }, network)
  );
}

/** No address of others may lie in a wanted network. The slaptap's own does, where it is the last of the range. */
export function checkAddresses(wanted: readonly WantedTap[], snapshot: Snapshot, user: number): Refusal[] {
  return snapshot.addresses.flatMap(({ index, text, address, passing }) => {
    const link = snapshot.links.get(index);
    const single = address === null ? null : { address, prefixLength: ipv6Bits };
    const tap = wanted.find(({ network }) => single !== null && containsNetwork(network, single));
    if (tap === undefined || (link?.tun?.mode === "tap" && link.tun.owner === user)) return [];
    const command = `ip -6 addr del ${text} dev ${link?.name}`;
    return [refuseNetwork(tap, `the local route to ${text}`, link, passing ? user : null, command)];
  });
}

/**
 * It is not the plan that is bad, but the node that must be mended first. (The trampoline ends with 2 here: it knows
 * its request alone.)
 *
 * @param advertisedTo the user who asks, where another user's Router Advertisement may have made it; else null
 */
function refuseNetwork(
  tap: WantedTap,
  what: string,
  link: LinkMessage | undefined,
  advertisedTo: number | null,
  command: string,
): Refusal {
  const by = `cannot have its network: ${what} leaves by ${link?.name ?? "another way"}`;
  const owner = link?.tun?.mode === "tap" ? link.tun.owner : null;
  const isOthers = advertisedTo !== null && owner !== null && owner !== advertisedTo;
  const whose = isOthers ? `: user ${owner}, whose TAP that is, advertised it` : "";
  return refuse(4, tap.name, `${by}${whose}`, `the administrator removes it with \`${command}\``);
}

const typeWords = new Map<number, string>(
  Object.entries(routeType).map(([name, number]) => [number, `${name.toLowerCase()} `]),
);

/** The command of ip-route(8) that deletes this route and no other. */
function formatRouteDeletion(route: KernelRoute, device: string | null): string {
  const words = ["ip -6 route del", `${route.unicast ? "" : typeWords.get(route.type)}${route.text}`];
  if (!route.multipath && route.unicast && route.gateway !== null) {
    words.push(`via ${formatIpv6Address(route.gateway)}`);
  }
  if (!route.multipath && device !== null) words.push(`dev ${device}`);
  words.push(`metric ${route.metric}`);
  return words.join(" ");
}
