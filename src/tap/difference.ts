/** What must change between what a plan wants and what the kernel has; the trampoline decides the same. */

import {
  containsNetwork,
  formatIpv6Address,
  formatIpv6Network,
  type Ipv6Network,
  ipv6Bits,
  isSameNetwork,
} from "../net/ipv6-network.ts";
import { parseSubtapNumber } from "../net/subtap-name.ts";
import { protocol } from "../netlink/messages/numbers.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import { type Change, makeChange, type Refusal } from "./change.ts";
import type { KernelState } from "./kernel-state.ts";
import { compareLink, needsClearing } from "./link-changes.ts";
import { explainNotOwn, isOwnSubtap } from "./own-subtap.ts";
import { checkRules, refuseMissing } from "./rules.ts";
import { type KernelRoute, makeSnapshot, type Snapshot } from "./snapshot.ts";
import { checkWantedTaps, type WantedTap } from "./wanted-tap.ts";

export type Difference = {
  /**
   * In the order in which the trampoline prints them. Empty where something is refused, with one exception: without a
   * range, what exists of subtaps that are all wanted down is set down, and the range is asked for.
   */
  readonly changes: readonly Change[];
  readonly refusals: readonly Refusal[];
  /** Links named like a subtap that nobody wants and that are not the user's: `slaptap16-7 is not a TAP`. */
  readonly leftAlone: readonly string[];
};

/**
 * Compares a plan with the kernel's state. With one CPRI Radio Unit or none no subtap is wanted, and those that are
 * left over go; without a slaptap there is nothing to compare.
 *
 * @param down names of subtaps that are kept but not up
 * @param user who asks; by default the slaptap's owner, so that everybody can see what is to be done, and where there
 *   is no slaptap whoever read the state
 */
export function compareWithKernel(
  plan: TapPlan,
  down: ReadonlySet<string>,
  state: KernelState,
  user: number | null = null,
): Difference {
  if (plan.slaptap === null) return { changes: [], refusals: [], leftAlone: [] };
  const wanted = checkWantedTaps(plan, down);
  if ("exitCode" in wanted) return { changes: [], refusals: [wanted], leftAlone: [] };
  const snapshot = makeSnapshot(state, plan.slaptap);
  const asking = user ?? snapshot.slaptap?.tun?.owner ?? state.user;
  const leftAlone = findLeftAlone(wanted, snapshot, asking);
  const refusals = checkRules(plan.slaptap, wanted, snapshot, asking);
  if (refusals.length > 0) return { changes: [], refusals, leftAlone };
  const missing = refuseMissing(plan.slaptap, wanted, snapshot);
  const compared = compare(plan.slaptap, wanted, snapshot, asking, missing === null);
  return Array.isArray(compared)
    ? { changes: compared, refusals: missing === null ? [] : [missing], leftAlone }
    : { changes: [], refusals: [compared], leftAlone };
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

function compare(
  slaptap: string,
  wanted: readonly WantedTap[],
  snapshot: Snapshot,
  user: number,
  makes: boolean,
): Change[] | Refusal {
  const byNumber = new Map(wanted.map((tap) => [tap.number, tap]));
  const found = new Map(wanted.map((tap) => [tap, { addr: false, gateway: false, network: false }]));
  const cleared = new Set(
    wanted.filter((tap) => tap.down || needsClearing(snapshot.numbered.get(tap.number)?.link)),
  );
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
      note(comparison, tap, "addr");
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
      note(comparison, tap, kind);
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
  if (gateway === null) return isSameNetwork(network, getGatewayNetwork(tap)) ? "gateway" : null;
  return gateway === tap.gateway && isSameNetwork(network, tap.network) ? "network" : null;
}

function getGatewayNetwork({ gateway }: WantedTap): Ipv6Network {
  return { address: gateway, prefixLength: ipv6Bits };
}

const linkLocal: Ipv6Network = { address: 0xfe80n << 112n, prefixLength: 10 };
const multicast: Ipv6Network = { address: 0xff00n << 112n, prefixLength: 8 };

function isLeftAlone(route: KernelRoute): boolean {
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
  return {
    exitCode: 4,
    name: tap.name,
    what: `${tap.name}: the route to ${route.text} has a next hop object`,
    expected,
  };
}

function findMissing(tap: WantedTap, found: Found | undefined): Change[] {
  if (tap.down) return [];
  const changes: Change[] = [];
  const { name } = tap;
  const network = formatIpv6Network(tap.network);
  const gateway = formatIpv6Address(tap.gateway);
  const addr = `${formatIpv6Address(tap.addr)}/${tap.network.prefixLength}`;
  if (!found?.addr) changes.push(makeChange("created", name, "addr", null, addr));
  if (!found?.gateway) changes.push(makeChange("created", name, "route-gateway", null, `${gateway}/128`));
  if (!found?.network) {
    changes.push(makeChange("created", name, "route-network", null, `${network} via ${gateway}`));
  }
  return changes;
}

function findLeftAlone(wanted: readonly WantedTap[], snapshot: Snapshot, user: number): string[] {
  const numbers = new Set(wanted.map(({ number }) => number));
  const unwanted = [...snapshot.numbered]
    .filter(([number]) => !numbers.has(number))
    .sort(([a], [b]) => a - b);
  return unwanted.flatMap(([, named]) => {
    const why = explainNotOwn(named, user);
    return why === null ? [] : [`${named.name} ${why}`];
  });
}

/** The wanted subtap that a link is; by its own name, an altname does not make it one. */
function findTapOfLink({ slaptap, snapshot, byNumber }: Comparison, index: number): WantedTap | undefined {
  const name = snapshot.links.get(index)?.name ?? "";
  const number = parseSubtapNumber(slaptap, name);
  return number === null ? undefined : byNumber.get(number);
}

function note(comparison: Comparison, tap: WantedTap, what: keyof Found): void {
  const found = comparison.found.get(tap);
  if (found !== undefined) found[what] = true;
}
