/** What the kernel does with Router Advertisements and redirects on a link (IFLA_AF_SPEC). */

import { family } from "../../net/address-family.ts";
import { checkLength, eachAttribute } from "./attribute.ts";
import { readI32 } from "./bytes.ts";

/** Sysctls of `net.ipv6.conf.<link>`. */
export type Ipv6Settings = {
  readonly acceptRa: number;
  readonly acceptRedirects: number;
  readonly autoconf: number;
};

const IFLA_INET6_CONF = 2;
/** linux/ipv6.h DEVCONF_*: where each setting stands in the array of 32-bit integers. */
const devconf = { ACCEPT_RA: 3, ACCEPT_REDIRECTS: 4, AUTOCONF: 5, length: 6 } as const;

/** Decodes IFLA_AF_SPEC, which has a nest for each family; null where IPv6 has none. */
export function decodeIpv6Settings(bytes: Buffer, start: number, end: number): Ipv6Settings | null {
  let settings: Ipv6Settings | null = null;
  eachAttribute(bytes, start, end, (addressFamily, from, to) => {
    if (addressFamily !== family.IPV6) return;
    eachAttribute(bytes, from, to, (type, at, stop) => {
      if (type !== IFLA_INET6_CONF) return;
      checkLength(at, stop, 4 * devconf.length);
      settings = {
        acceptRa: readI32(bytes, at + 4 * devconf.ACCEPT_RA),
        acceptRedirects: readI32(bytes, at + 4 * devconf.ACCEPT_REDIRECTS),
        autoconf: readI32(bytes, at + 4 * devconf.AUTOCONF),
      };
    });
  });
  return settings;
}
