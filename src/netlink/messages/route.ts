/** Routes: RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE (`struct rtmsg` and RTA_* attributes). */

import { formatIpBytes, getUnspecifiedAddress } from "../../net/format-ip.ts";
import {
  align,
  checkLength,
  eachAttribute,
  readAttributeI32,
  readAttributeU8,
  readAttributeU32,
} from "./attribute.ts";
import { readI32, readU16, readU32 } from "./bytes.ts";
import type { Header } from "./header.ts";
import { makeMalformed } from "./netlink-error.ts";

/** A route; what the message does not tell is null. */
export type RouteMessage = {
  readonly kind: "route";
  readonly header: Header;
  readonly family: number;
  /** The destination's address; unspecified for a default route. */
  readonly destination: string;
  readonly prefixLength: number;
  /** By source address: the source's network; prefix length 0 where it does not matter. */
  readonly source: string | null;
  readonly sourceLength: number;
  readonly tos: number;
  /** RTA_TABLE, or `rtm_table` where the message has none. */
  readonly table: number;
  /** Who put it there: `protocol` of `numbers.ts`. */
  readonly protocol: number;
  readonly scope: number;
  /** `routeType` of `numbers.ts`. */
  readonly type: number;
  /** RTM_F_* and RTNH_F_* */
  readonly flags: number;
  /** Index of the link that it leaves by. */
  readonly output: number | null;
  readonly gateway: string | null;
  readonly metric: number | null;
  readonly preferredSource: string | null;
  /** RFC 4191 preference of a router: 0 medium, 1 high, 3 low. */
  readonly preference: number | null;
  /** 1/100 s until it goes by itself; null or 0: never. */
  readonly expires: number | null;
  /** RTA_NH_ID: a next hop object that it shares with other routes. */
  readonly nextHopId: number | null;
  /** RTA_MULTIPATH: several ways in place of `output` and `gateway`. */
  readonly nextHops: readonly NextHop[];
};

export type NextHop = {
  readonly flags: number;
  readonly weight: number;
  readonly output: number;
  readonly gateway: string | null;
};

const attributes = {
  DST: 1,
  SRC: 2,
  OIF: 4,
  GATEWAY: 5,
  PRIORITY: 6,
  PREFSRC: 7,
  MULTIPATH: 9,
  CACHEINFO: 12,
  TABLE: 15,
  PREF: 20,
  NH_ID: 30,
} as const;

const fixedSize = 12;
const nextHopSize = 8;
/** `struct rta_cacheinfo`, and where `rta_expires` stands in it. */
const cacheInfo = { size: 32, expires: 8 } as const;

/** Decodes the body of a route message between two offsets. */
export function decodeRoute(bytes: Buffer, header: Header, start: number, end: number): RouteMessage {
  checkLength(start, end, fixedSize);
  const family = bytes[start] as number;
  const route: Draft = {
    kind: "route",
    header,
    family,
    destination: getUnspecifiedAddress(family),
    prefixLength: bytes[start + 1] as number,
    source: null,
    sourceLength: bytes[start + 2] as number,
    tos: bytes[start + 3] as number,
    table: bytes[start + 4] as number,
    protocol: bytes[start + 5] as number,
    scope: bytes[start + 6] as number,
    type: bytes[start + 7] as number,
    flags: readU32(bytes, start + 8),
    output: null,
    gateway: null,
    metric: null,
    preferredSource: null,
    preference: null,
    expires: null,
    nextHopId: null,
    nextHops: none,
  };
  eachAttribute(bytes, start + fixedSize, end, (type, from, to) =>
    setAttribute(route, type, bytes, from, to),
  );
  return route;
}

type Draft = { -readonly [K in keyof RouteMessage]: RouteMessage[K] };

function setAttribute(route: Draft, type: number, bytes: Buffer, from: number, to: number): void {
  switch (type) {
    case attributes.DST:
      route.destination = formatIpBytes(route.family, bytes, from, to);
      break;
    case attributes.SRC:
      route.source = formatIpBytes(route.family, bytes, from, to);
      break;
    case attributes.OIF:
      route.output = readAttributeI32(bytes, from, to);
      break;
    case attributes.GATEWAY:
      route.gateway = formatIpBytes(route.family, bytes, from, to);
      break;
    case attributes.PRIORITY:
      route.metric = readAttributeU32(bytes, from, to);
      break;
    case attributes.PREFSRC:
      route.preferredSource = formatIpBytes(route.family, bytes, from, to);
      break;
    case attributes.MULTIPATH:
      route.nextHops = decodeNextHops(route.family, bytes, from, to);
      break;
    case attributes.CACHEINFO:
      checkLength(from, to, cacheInfo.size);
      route.expires = readI32(bytes, from + cacheInfo.expires);
      break;
    case attributes.TABLE:
      route.table = readAttributeU32(bytes, from, to);
      break;
    case attributes.NH_ID:
      route.nextHopId = readAttributeU32(bytes, from, to);
      break;
    case attributes.PREF:
      route.preference = readAttributeU8(bytes, from, to);
      break;
  }
}

const none: NextHop[] = [];

/** `struct rtnexthop` one after the other, each with attributes of its own. */
function decodeNextHops(family: number, bytes: Buffer, start: number, end: number): NextHop[] {
  const nextHops: NextHop[] = [];
  let at = start;
  while (at < end) {
    checkLength(at, end, nextHopSize);
    const length = readU16(bytes, at);
    if (length < nextHopSize || length > end - at) throw makeMalformed(`next hop of length ${length}`, at);
    let gateway: string | null = null;
    eachAttribute(bytes, at + nextHopSize, at + length, (type, from, to) => {
      if (type === attributes.GATEWAY) gateway = formatIpBytes(family, bytes, from, to);
    });
    const [flags, hops] = [bytes[at + 2] as number, bytes[at + 3] as number];
    nextHops.push({ flags, weight: hops + 1, output: readI32(bytes, at + 4), gateway });
    at += align(length);
  }
  return nextHops;
}
