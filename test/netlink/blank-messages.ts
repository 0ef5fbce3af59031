/** Messages that say as little as a request does, for tests to fill in. */

import { getUnspecifiedAddress } from "../../src/net/format-ip.ts";
import type { AddressMessage } from "../../src/netlink/messages/address.ts";
import type { Header } from "../../src/netlink/messages/header.ts";
import type { LinkMessage } from "../../src/netlink/messages/link.ts";
import { messageType } from "../../src/netlink/messages/numbers.ts";
import type { RouteMessage } from "../../src/netlink/messages/route.ts";

/** All links, without their counters (RTEXT_FILTER_SKIP_STATS), which are half of every message. */
export function askLinks(): LinkMessage {
  return {
    kind: "link",
    header: header(messageType.GETLINK),
    family: 0,
    deviceType: 0,
    index: 0,
    flags: 0,
    change: 0,
    name: null,
    altnames: [],
    mac: null,
    mtu: null,
    operstate: null,
    carrier: null,
    group: null,
    master: null,
    lower: null,
    type: null,
    tun: null,
    ipv6: null,
    extMask: RTEXT_FILTER_SKIP_STATS,
  };
}

/** All addresses of a family. */
export function askAddresses(family: number): AddressMessage {
  return {
    kind: "address",
    header: header(messageType.GETADDR),
    family,
    prefixLength: 0,
    scope: 0,
    index: 0,
    flags: 0,
    local: null,
    address: null,
    label: null,
    protocol: null,
  };
}

/** All routes of a family in one table; `table.UNSPEC`: in all tables. */
export function askRoutes(family: number, table: number): RouteMessage {
  return {
    kind: "route",
    header: header(messageType.GETROUTE),
    family,
    destination: getUnspecifiedAddress(family),
    prefixLength: 0,
    source: null,
    sourceLength: 0,
    tos: 0,
    table,
    protocol: 0,
    scope: 0,
    type: 0,
    flags: 0,
    output: null,
    gateway: null,
    metric: null,
    preferredSource: null,
    preference: null,
    expires: null,
    nextHopId: null,
    nextHops: [],
  };
}

const RTEXT_FILTER_SKIP_STATS = 1 << 3;

function header(type: number): Header {
  return { type, flags: 0, sequence: 0, port: 0 };
}
