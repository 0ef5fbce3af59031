/** The kernel's state seen from one slaptap: what is needed to compare it with a plan. */

import { family } from "../net/address-family.ts";
import type { Ipv6Network } from "../net/ipv6-network.ts";
import { type Ipv6Address, parseIpv6Address } from "../net/parse-ipv6.ts";
import { parseSubtapNumber } from "../net/subtap-name.ts";
import type { LinkMessage } from "../netlink/messages/link.ts";
import { addressFlag, routeType, scope, table } from "../netlink/messages/numbers.ts";
import type { RouteMessage } from "../netlink/messages/route.ts";
import type { KernelState } from "./kernel-state.ts";

export type Snapshot = {
  /** Null where no link has its name. */
  readonly slaptap: LinkMessage | null;
  /** Names and altnames of all links. */
  readonly names: ReadonlySet<string>;
  readonly links: ReadonlyMap<number, LinkMessage>;
  /** What has the name of subtap n, by n. */
  readonly numbered: ReadonlyMap<number, NamedLink>;
  /** IPv6 addresses of wider than link scope. */
  readonly addresses: readonly LinkAddress[];
  /** Routes of table main; one of several ways is as many routes, marked so. */
  readonly routes: readonly KernelRoute[];
};

/** A link under one of its names. */
export type NamedLink = { readonly name: string; readonly link: LinkMessage };

export type LinkAddress = {
  readonly index: number;
  /** Null where the message had none of 16 bytes. */
  readonly address: Ipv6Address | null;
  readonly prefixLength: number;
  /** `address/length` as the kernel has it. */
  readonly text: string;
  /** The other end has an address of its own. */
  readonly peer: boolean;
  /** That of the other end, and else the same. */
  readonly peerAddress: Ipv6Address | null;
  /** It has a lifetime, as one from a Router Advertisement has. */
  readonly passing: boolean;
  /** The kernel has made no route to its network (IFA_F_NOPREFIXROUTE). */
  readonly bare: boolean;
};

export type KernelRoute = {
  /** The destination; null where the message had none of 16 bytes. */
  readonly network: Ipv6Network | null;
  /** `destination/length` as the kernel has it. */
  readonly text: string;
  readonly length: number;
  readonly bySource: boolean;
  readonly gateway: Ipv6Address | null;
  /** 0: by no link. */
  readonly output: number;
  readonly metric: number;
  readonly nextHopId: number;
  readonly protocol: number;
  /** `routeType` of `numbers.ts`. */
  readonly type: number;
  readonly unicast: boolean;
  readonly multipath: boolean;
  readonly expires: boolean;
};

export function makeSnapshot(state: KernelState, slaptap: string): Snapshot {
  const links = new Map(state.links.map((link) => [link.index, link]));
  const numbered = new Map<number, NamedLink>();
  const names = new Set<string>();
  // A link's own name comes last, so that it wins over an altname.
  for (const link of state.links) for (const altname of link.altnames) addName(altname, link);
  for (const link of state.links) addName(link.name ?? "", link);

  function addName(name: string, link: LinkMessage): void {
    names.add(name);
    const number = parseSubtapNumber(slaptap, name);
    if (number !== null) numbered.set(number, { name, link });
  }
  return {
    slaptap: state.links.find((link) => link.name === slaptap) ?? null,
    names,
    links,
    numbered,
    addresses: listAddresses(state),
    routes: state.routes.flatMap(listRoutes),
  };
}

function listAddresses(state: KernelState): LinkAddress[] {
  const wide = state.addresses.filter(
    (address) =>
      address.family === family.IPV6 && address.scope !== scope.LINK && address.scope !== scope.HOST,
  );
  return wide.map(({ index, local, address, prefixLength, flags }) => ({
    index,
    address: parseAddress(local),
    prefixLength,
    text: `${local}/${prefixLength}`,
    peer: address !== local,
    peerAddress: parseAddress(address),
    passing: (flags & addressFlag.PERMANENT) === 0,
    bare: (flags & addressFlag.NOPREFIXROUTE) !== 0,
  }));
}

function listRoutes(route: RouteMessage): KernelRoute[] {
  if (route.family !== family.IPV6 || route.table !== table.MAIN) return [];
  if ((route.flags & RTM_F_CLONED) !== 0) return [];
  const address = parseAddress(route.destination);
  const common = {
    network: address === null ? null : { address, prefixLength: route.prefixLength },
    length: route.prefixLength,
    text: `${route.destination}/${route.prefixLength}`,
    bySource: route.sourceLength > 0,
    metric: route.metric ?? 0,
    nextHopId: route.nextHopId ?? 0,
    protocol: route.protocol,
    type: route.type,
    unicast: route.type === routeType.UNICAST,
    expires: (route.expires ?? 0) !== 0,
  };
  const way = (output: number | null, gateway: string | null, multipath: boolean): KernelRoute => ({
    ...common,
    output: output ?? 0,
    gateway: parseAddress(gateway),
    multipath,
  });
  if (route.nextHops.length === 0) return [way(route.output, route.gateway, false)];
  return route.nextHops.map((hop) => way(hop.output, hop.gateway, true));
}

function parseAddress(text: string | null): Ipv6Address | null {
  return text === null ? null : (parseIpv6Address(text) ?? null);
}

/** What the kernel remembers of single destinations: no route that anybody put there. */
const RTM_F_CLONED = 0x200;
