/**
 * The kernel's state as far as one plan needs it, kept up to date by messages: all links, and of addresses and routes
 * those of the slaptap, of its subtaps, and of whatever stands in its range.
 */

import { family } from "../../net/address-family.ts";
import { containsNetwork, type Ipv6Network } from "../../net/ipv6-network.ts";
import { parseIpv6Address } from "../../net/parse-ipv6.ts";
import { subtapNumber } from "../../net/subtap-name.ts";
import type { AddressMessage } from "../../netlink/messages/address.ts";
import { u16 } from "../../netlink/messages/bytes.ts";
import { headerSize as body } from "../../netlink/messages/header.ts";
import type { LinkMessage } from "../../netlink/messages/link.ts";
import type { Message } from "../../netlink/messages/message.ts";
import { NetlinkError } from "../../netlink/messages/netlink-error.ts";
import { interfaceFlag, messageFlag, messageType, scope, table } from "../../netlink/messages/numbers.ts";
import type { RouteMessage } from "../../netlink/messages/route.ts";
import type { KernelState } from "../../tap/kernel-state.ts";
import { leastIpv6Mtu } from "../heal/comparison.ts";

export type KernelPicture = {
  /**
   * Takes a message in; true where it is about something that the plan is compared with.
   *
   * @throws NetlinkError `lost` where the message does not tell all that it changes, or there is too much to keep
   */
  readonly take: (message: Message) => boolean;
  /** Whether a message may matter, told by its first bytes: most of a flood need not be decoded. */
  readonly mayMatter: (bytes: Buffer, start: number) => boolean;
  readonly state: (user: number) => KernelState;
  readonly nameOf: (index: number) => string | undefined;
};

/** What a picture is of. */
export type Scope = { readonly slaptap: string | null; readonly range: Ipv6Network | null };

/** Links, addresses and routes that are kept together; a node has a few hundred. */
export const pictureLimit = 20_000;

/** rtnetlink also tells of bridge ports as links of this family: not the links themselves. */
const unspecifiedFamily = 0;

export function createPicture({ slaptap, range }: Scope): KernelPicture {
  const links = new Map<number, LinkMessage>();
  const addresses = new Map<string, AddressMessage>();
  const routes = new Map<string, RouteMessage>();
  /** Indexes of the slaptap, of its subtaps and of whatever has the name of one. */
  const near = new Set<number>();
  /** Routes of several ways among those kept. */
  let several = 0;

  const takeLink = (told: LinkMessage): boolean => {
    // The message about an MTU comes before IPv6 goes for want of it.
    const link = told.mtu !== null && told.mtu < leastIpv6Mtu ? { ...told, ipv6: null } : told;
    if (link.family !== unspecifiedFamily) return false;
    const before = near.has(link.index);
    if (link.header.type === messageType.DELLINK) {
      links.delete(link.index);
      near.delete(link.index);
      if (before) forgetOf(link.index, true);
      return before;
    }
    const known = links.get(link.index);
    links.set(link.index, link);
    if (!isNear(slaptap, link)) {
      near.delete(link.index);
      return before;
    }
    near.add(link.index);
    // What stood on it under another name was not kept.
    if (known !== undefined && !before) throw incomplete(`${known.name} became ${link.name}`);
    // The kernel drops its routes, and with skip_notify_on_dev_down it does not say so.
    if ((link.flags & interfaceFlag.UP) === 0) forgetOf(link.index, false);
    return known === undefined || !isSame(known, link);
  };

  const forgetOf = (index: number, all: boolean) => {
    for (const [key, route] of routes) if (route.output === index) routes.delete(key);
    if (!all) return;
    for (const [key, address] of addresses) if (address.index === index) addresses.delete(key);
  };

  const takeAddress = (address: AddressMessage): boolean => {
    if (address.family !== family.IPV6 || !near.has(address.index)) return false;
    if (address.scope === scope.LINK || address.scope === scope.HOST) return false;
    const key = `${address.index} ${address.local}/${address.prefixLength}`;
    if (address.header.type === messageType.DELADDR) return addresses.delete(key);
    const known = addresses.get(key);
    addresses.set(key, address);
    return known === undefined || known.address !== address.address;
  };

  const takeRoute = (route: RouteMessage): boolean => {
    if (route.family !== family.IPV6 || route.table !== table.MAIN || !isNearRoute(route)) return false;
    const { type, flags } = route.header;
    const dumped = (flags & messageFlag.MULTI) !== 0;
    // The kernel tells of single ways that come and go, and not always of the route that is left.
    if (!dumped && (route.nextHops.length > 0 || several > 0)) {
      throw incomplete(`routes of several ways in the range, like that to ${route.destination}`);
    }
    const key = routeKey(route);
    if (type === messageType.DELROUTE) return routes.delete(key);
    if (!dumped && (flags & messageFlag.REPLACE) !== 0) forgetLike(route);
    if (route.nextHops.length > 0) several++;
    const known = routes.get(key);
    routes.set(key, route);
    return known === undefined || known.protocol !== route.protocol || known.expires !== route.expires;
  };

  const isNearRoute = (route: RouteMessage): boolean => {
    if (route.output !== null && near.has(route.output)) return true;
    if (route.nextHops.some(({ output }) => near.has(output))) return true;
    return range !== null && overlaps(range, route);
  };

  /** NLM_F_REPLACE of an event: it stands for all routes to the same destination with the same metric. */
  const forgetLike = (like: RouteMessage) => {
    for (const [key, route] of routes) if (isLike(route, like)) routes.delete(key);
  };

  return {
    mayMatter: (bytes, start) => {
      switch (u16(bytes, start + 4)) {
        case messageType.NEWLINK:
        case messageType.DELLINK:
          return true;
        case messageType.NEWADDR:
        case messageType.DELADDR:
          return bytes[start + body] === family.IPV6 && near.has(bytes.readUInt32LE(start + body + 4));
        case messageType.NEWROUTE:
        case messageType.DELROUTE:
          return bytes[start + body] === family.IPV6 && bytes[start + body + 4] === table.MAIN;
        default:
          return false;
      }
    },
    take: (message) => {
      const matters =
        message.kind === "link"
          ? takeLink(message)
          : message.kind === "address"
            ? takeAddress(message)
            : message.kind === "route" && takeRoute(message);
      if (links.size + addresses.size + routes.size > pictureLimit) {
        throw incomplete(`more than ${pictureLimit} links, addresses and routes`);
      }
      return matters;
    },
    state: (user) => ({
      user,
      links: [...links.values()],
      addresses: [...addresses.values()],
      routes: [...routes.values()],
    }),
    nameOf: (index) => links.get(index)?.name ?? undefined,
  };
}

function incomplete(what: string): NetlinkError {
  return new NetlinkError("lost", `cannot be followed message by message: ${what}`);
}

function isNear(slaptap: string | null, { name, altnames }: LinkMessage): boolean {
  if (slaptap === null || name === null) return false;
  if (name === slaptap || subtapNumber(slaptap, name) !== null) return true;
  return altnames.some((altname) => subtapNumber(slaptap, altname) !== null);
}

/** Whether nothing changed that a plan is compared with. */
function isSame(a: LinkMessage, b: LinkMessage): boolean {
  return (
    a.name === b.name &&
    ((a.flags ^ b.flags) & interfaceFlag.UP) === 0 &&
    a.mtu === b.mtu &&
    a.group === b.group &&
    a.altnames.join() === b.altnames.join() &&
    JSON.stringify([a.tun, a.ipv6]) === JSON.stringify([b.tun, b.ipv6])
  );
}

function overlaps(range: Ipv6Network, { destination, prefixLength }: RouteMessage): boolean {
  const address = parseIpv6Address(destination);
  if (address === undefined) return false;
  const network = { address, prefixLength };
  return containsNetwork(range, network) || (prefixLength > 0 && containsNetwork(network, range));
}

function isLike(a: RouteMessage, b: RouteMessage): boolean {
  return (
    a.destination === b.destination &&
    a.prefixLength === b.prefixLength &&
    a.metric === b.metric &&
    a.source === b.source
  );
}

function routeKey(route: RouteMessage): string {
  const { destination, prefixLength, source, sourceLength, metric, output, gateway } = route;
  return `${destination}/${prefixLength} ${source}/${sourceLength} ${metric} ${output} ${gateway}`;
}
