/** What must change for the subtaps of a slaptap to be as wanted; whether it may is decided by the rules. */

import {
  containsNetwork,
  formatIpv6Address,
  formatIpv6Network,
  type Ipv6Network,
  ipv6Bits,
  isSameNetwork,
} from "../net/ipv6-network.ts";
import type { Ipv6Address } from "../net/parse-ipv6.ts";
import { parseSubtapNumber } from "../net/subtap-name.ts";
import { protocol } from "../netlink/messages/numbers.ts";
import { type Change, makeChange, type Refusal, refuse } from "./change.ts";
import { compareLink, isCleared } from "./link-changes.ts";
import { isOwnSubtap } from "./own-subtap.ts";
import type { KernelRoute, Snapshot } from "./snapshot.ts";
import type { WantedTap } from "./wanted-tap.ts";

/**
 * The changes in the order in which the trampoline makes them, or why one cannot be made.
 *
 * @param wanted all subtaps that are wanted
 * @param user whose subtaps the unwanted ones are
 * @param makes whether missing subtaps are made; without, they are passed over
 */
export function compareTaps(
  slaptap: string,
  wanted: readonly WantedTap[],
  snapshot: Snapshot,
  user: number,
  makes: boolean,
): Change[] | Refusal {
  const byNumber = new Map(wanted.map((tap) => [tap.number, tap]));
  const found = new Map(wanted.map((tap) => [tap, { addr: false, gateway: false, network: false }]));
  const cleared = new Set(wanted.filter((tap) => isCleared(tap, snapshot.numbered.get(tap.number)?.link)));
  const comparison = { slaptap, snapshot, byNumber, found, cleared };
  const compared = wanted.filter(({ number }) => makes || snapshot.numbered.has(number));
  const routes = findWrongRoutes(comparison);
  if ("exitCode" in routes) return routes;
  return [
    ...findUnwantedLinks(comparison, user),
    ...findWrongAddresses(comparison),
    ...routes,
    ...compared.flatMap((tap) => [...compareLink(tap, snapshot), ...findMissing(tap, found.get(tap))]),
  ];
}

/** Which parts of what a subtap should have it has. */
type Found = { addr: boolean; gateway: boolean; network: boolean };

type Comparison = {
  readonly slaptap: string;
  readonly snapshot: Snapshot;
  readonly byNumber: ReadonlyMap<number, WantedTap>;
  readonly found: ReadonlyMap<WantedTap, Found>;
  /** Those that are down or must go down first: they keep neither address nor route. */
  readonly cleared: ReadonlySet<WantedTap>;
};

function findUnwantedLinks({ slaptap, snapshot, byNumber }: Comparison, user: number): Change[] {
  const unwanted = [...snapshot.numbered].filter(
    ([number, { name, link }]) =>
      !byNumber.has(number) && name === link.name && isOwnSubtap(slaptap, link, user),
  );
  unwanted.sort(([a], [b]) => a - b);
  return unwanted.map(([, { name }]) => makeChange("removed", name, "link", null, null));
}

function findWrongAddresses(comparison: Comparison): Change[] {
  return comparison.snapshot.addresses.flatMap((address) => {
    const tap = findTapOfLink(comparison, address.index);
    if (tap === undefined) return [];
    if (
      !comparison.cleared.has(tap) &&
      !address.peer &&
      address.address === tap.addr &&
      address.prefixLength === tap.network.prefixLength
    ) {
      markFound(comparison, tap, "addr");
      return [];
    }
    return [makeChange("removed", tap.name, "addr", address.text, null)];
  });
}

function findWrongRoutes(comparison: Comparison): Change[] | Refusal {
  const changes: Change[] = [];
  const { routes } = comparison.snapshot;
  const shared = routes.filter(({ nextHopId }) => nextHopId !== 0);
  for (const route of routes) {
    const tap = findTapOfLink(comparison, route.output);
    if (tap === undefined) continue;
    const kind = comparison.cleared.has(tap) ? null : getRouteKind(route, tap);
    if (kind !== null) {
      markFound(comparison, tap, kind);
      continue;
    }
    if (isLeftAlone(route)) continue;
    if (shared.some((other) => isAlike(other, route))) return refuseNextHop(tap, route);
    const what = route.length === ipv6Bits && route.gateway === null ? "route-gateway" : "route-network";
    changes.push(makeChange("removed", tap.name, what, route.text, null));
  }
  return changes;
}

/** Which of the two routes of a subtap this is, if it is one of them. */
function getRouteKind(route: KernelRoute, tap: WantedTap): "gateway" | "network" | null {
  if (route.bySource || !route.unicast || route.protocol === protocol.KERNEL) return null;
  const { network, gateway } = route;
  if (network === null) return null;
  if (gateway === null) return isSameNetwork(network, getGatewayNetwork(tap.gateway)) ? "gateway" : null;
  return gateway === tap.gateway && isSameNetwork(network, tap.network) ? "network" : null;
}

function getGatewayNetwork(gateway: Ipv6Address): Ipv6Network {
  return { address: gateway, prefixLength: ipv6Bits };
}

const linkLocal: Ipv6Network = { address: 0xfe80n << 112n, prefixLength: 10 };
const multicast: Ipv6Network = { address: 0xff00n << 112n, prefixLength: 8 };

/** What no change takes away by its name. */
export function isLeftAlone(route: KernelRoute): boolean {
  if (!route.unicast || route.protocol === protocol.KERNEL) return true;
  const { network } = route;
  return network !== null && [linkLocal, multicast].some((other) => containsNetwork(other, network));
}

/** Where a route of a next hop object is like another, the kernel may take the one for the other. */
function isAlike(a: KernelRoute, b: KernelRoute): boolean {
  return a.metric === b.metric && a.text === b.text;
}

function refuseNextHop(tap: WantedTap, route: KernelRoute): Refusal {
  const expected = `the administrator removes it with \`ip -6 route del ${route.text} dev ${tap.name}\``;
  return refuse(4, tap.name, `has a route to ${route.text} with a next hop object`, expected);
}

/** Formats only what is missing: mostly nothing is. */
function findMissing({ down, name, network, gateway, addr }: WantedTap, found: Found | undefined): Change[] {
  if (down) return [];
  const changes: Change[] = [];
  const report = (what: Change["what"], text: string) =>
    changes.push(makeChange("created", name, what, null, text));
  if (!found?.addr) report("addr", `${formatIpv6Address(addr)}/${network.prefixLength}`);
  if (!found?.gateway) report("route-gateway", formatIpv6Network(getGatewayNetwork(gateway)));
  if (!found?.network) {
    report("route-network", `${formatIpv6Network(network)} via ${formatIpv6Address(gateway)}`);
  }
  return changes;
}

/** The wanted subtap that a link is; by its own name, an altname does not make it one. */
function findTapOfLink({ slaptap, snapshot, byNumber }: Comparison, index: number): WantedTap | undefined {
  const name = snapshot.links.get(index)?.name ?? "";
  const number = parseSubtapNumber(slaptap, name);
  return number === null ? undefined : byNumber.get(number);
}

function markFound(comparison: Comparison, tap: WantedTap, what: keyof Found): void {
  const found = comparison.found.get(tap);
  if (found !== undefined) found[what] = true;
}
