/** Routes: `struct rtmsg` and RTA_* attributes. */
import { getUnspecifiedAddress } from "../../../src/net/format-ip.ts";
import { encodeMessage } from "../../../src/netlink/messages/header.ts";
import { table as tables } from "../../../src/netlink/messages/numbers.ts";
import type { NextHop, RouteMessage } from "../../../src/netlink/messages/route.ts";
import { attribute, i32Bytes, u8Bytes, u32Bytes } from "./attribute.ts";
import { addressBytes } from "./ip-bytes.ts";

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

/** Encodes a route message; what is null is left out. */
export function encodeRoute(route: RouteMessage): Buffer {
  const fixed = Buffer.alloc(fixedSize);
  fixed.set([
    route.family,
    route.prefixLength,
    route.sourceLength,
    route.tos,
    route.table > 255 ? 0 : route.table,
    route.protocol,
    route.scope,
    route.type,
  ]);
  fixed.writeUInt32LE(route.flags, 8);
  const parts: Buffer[] = [fixed];
  const add = <T>(type: number, value: T | null, encode: (value: T) => Uint8Array) => {
    if (value !== null) parts.push(attribute(type, encode(value)));
  };
  const destination = route.destination === getUnspecifiedAddress(route.family) ? null : route.destination;
  add(attributes.DST, destination, addressBytes);
  add(attributes.SRC, route.source, addressBytes);
  add(attributes.OIF, route.output, i32Bytes);
  add(attributes.GATEWAY, route.gateway, addressBytes);
  add(attributes.PRIORITY, route.metric, u32Bytes);
  add(attributes.PREFSRC, route.preferredSource, addressBytes);
  add(attributes.CACHEINFO, route.expires, expiresBytes);
  add(attributes.TABLE, route.table === tables.UNSPEC ? null : route.table, u32Bytes);
  add(attributes.PREF, route.preference, u8Bytes);
  add(attributes.NH_ID, route.nextHopId, u32Bytes);
  if (route.nextHops.length > 0) parts.push(attribute(attributes.MULTIPATH, encodeNextHops(route.nextHops)));
  return encodeMessage(route.header, ...parts);
}

function encodeNextHops(nextHops: readonly NextHop[]): Buffer {
  const parts = nextHops.map((hop) => {
    const gateway =
      hop.gateway === null ? Buffer.alloc(0) : attribute(attributes.GATEWAY, addressBytes(hop.gateway));
    const fixed = Buffer.alloc(nextHopSize);
    fixed.writeUInt16LE(nextHopSize + gateway.length, 0);
    fixed.writeUInt8(hop.flags, 2);
    fixed.writeUInt8(hop.weight - 1, 3);
    fixed.writeInt32LE(hop.output, 4);
    return Buffer.concat([fixed, gateway]);
  });
  return Buffer.concat(parts);
}

function expiresBytes(expires: number): Buffer {
  const bytes = Buffer.alloc(cacheInfo.size);
  bytes.writeInt32LE(expires, cacheInfo.expires);
  return bytes;
}
