/** IFLA_AF_SPEC of IPv6. */
import { family } from "../../../src/net/address-family.ts";
import type { Ipv6Settings } from "../../../src/netlink/messages/ipv6-settings.ts";
import { attribute, nested } from "./attribute.ts";

const IFLA_INET6_CONF = 2;
/** linux/ipv6.h DEVCONF_*: where each setting stands in the array of 32-bit integers. */
const devconf = { ACCEPT_RA: 3, ACCEPT_REDIRECTS: 4, AUTOCONF: 5, length: 6 } as const;

/** The value of IFLA_AF_SPEC. */
export function encodeIpv6Settings(settings: Ipv6Settings): Buffer {
  const array = Buffer.alloc(4 * devconf.length);
  array.writeInt32LE(settings.acceptRa, 4 * devconf.ACCEPT_RA);
  array.writeInt32LE(settings.acceptRedirects, 4 * devconf.ACCEPT_REDIRECTS);
  array.writeInt32LE(settings.autoconf, 4 * devconf.AUTOCONF);
  return nested(family.IPV6, attribute(IFLA_INET6_CONF, array));
}
