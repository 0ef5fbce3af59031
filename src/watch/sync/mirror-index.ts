/** What the mirror keeps: all links, and of addresses and routes those that one plan is compared with. */
import type { Ipv6Network } from "../../net/ipv6-network.ts";
import type { AddressMessage } from "../../netlink/messages/address.ts";
import type { LinkMessage } from "../../netlink/messages/link.ts";
import { NetlinkError } from "../../netlink/messages/netlink-error.ts";
import type { RouteMessage } from "../../netlink/messages/route.ts";

/** What a mirror is of. */
export type Scope = { readonly slaptap: string | null; readonly range: Ipv6Network | null };

/** Changed in place: a flood has a hundred thousand messages a second. */
export type Mirror = {
  readonly slaptap: string | null;
  readonly range: Ipv6Network | null;
  /** By index. */
  readonly links: Map<number, LinkMessage>;
  /** By index and address. */
  readonly addresses: Map<string, AddressMessage>;
  /** By what distinguishes one route from another. */
  readonly routes: Map<string, RouteMessage>;
  /** Indexes of the slaptap, of its subtaps and of whatever has the name of one. */
  readonly near: Set<number>;
  /** Routes of several ways among those kept. */
  multipathRoutes: number;
};

/** Links, addresses and routes that are kept together; a node has a few hundred. */
export const maxMirrored = 20_000;

export function createMirror({ slaptap, range }: Scope): Mirror {
  return {
    slaptap,
    range,
    links: new Map(),
    addresses: new Map(),
    routes: new Map(),
    near: new Set(),
    multipathRoutes: 0,
  };
}

/** What a message says that does not say all that it changes: the kernel has to be asked anew. */
export function makeIncompleteError(what: string): NetlinkError {
  return new NetlinkError("lost", `cannot be followed message by message: ${what}`);
}
