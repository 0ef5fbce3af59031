/** Routes in the mirror: those of table main that lead over a near link or overlap the range. */
import { family } from "../../net/address-family.ts";
import { containsNetwork, type Ipv6Network } from "../../net/ipv6-network.ts";
import { parseIpv6Address } from "../../net/parse-ipv6.ts";
import { messageFlag, messageType, table } from "../../netlink/messages/numbers.ts";
import type { RouteMessage } from "../../netlink/messages/route.ts";
import { type Mirror, makeIncompleteError } from "./mirror-index.ts";

/**
 * Takes a route in; true where something changed.
 *
 * @throws NetlinkError `lost` for routes of several ways: the kernel reports single ways that come and go, and not
 *   always the route that is left
 */
export function takeRoute(mirror: Mirror, route: RouteMessage): boolean {
  if (!isNearRoute(mirror, route)) return false;
  const { routes } = mirror;
  const { type, flags } = route.header;
  const isDumped = (flags & messageFlag.MULTI) !== 0;
  if (!isDumped && (route.nextHops.length > 0 || mirror.multipathRoutes > 0)) {
    throw makeIncompleteError(`routes of several ways in the range, like that to ${route.destination}`);
  }
  const key = formatRouteKey(route);
  if (type === messageType.DELROUTE) return routes.delete(key);
  if (!isDumped && (flags & messageFlag.REPLACE) !== 0) deleteReplaced(mirror, route);
  if (route.nextHops.length > 0) mirror.multipathRoutes++;
  const known = routes.get(key);
  routes.set(key, route);
  return known === undefined || known.protocol !== route.protocol || known.expires !== route.expires;
}

function isNearRoute({ near, range }: Mirror, route: RouteMessage): boolean {
  if (route.family !== family.IPV6 || route.table !== table.MAIN) return false;
  if (route.output !== null && near.has(route.output)) return true;
  if (route.nextHops.some(({ output }) => near.has(output))) return true;
  return range !== null && isOverlapping(range, route);
}

function isOverlapping(range: Ipv6Network, { destination, prefixLength }: RouteMessage): boolean {
  const address = parseIpv6Address(destination);
  if (address === undefined) return false;
  const network = { address, prefixLength };
  return containsNetwork(range, network) || (prefixLength > 0 && containsNetwork(network, range));
}

/** NLM_F_REPLACE of an event: it stands for all routes to the same destination with the same metric. */
function deleteReplaced({ routes }: Mirror, by: RouteMessage): void {
  for (const [key, route] of routes) if (isToSame(route, by)) routes.delete(key);
}

function isToSame(a: RouteMessage, b: RouteMessage): boolean {
  return (
    a.destination === b.destination &&
    a.prefixLength === b.prefixLength &&
    a.metric === b.metric &&
    a.source === b.source
  );
}

function formatRouteKey(route: RouteMessage): string {
  const { destination, prefixLength, source, sourceLength, metric, output, gateway } = route;
  return `${destination}/${prefixLength} ${source}/${sourceLength} ${metric} ${output} ${gateway}`;
}
