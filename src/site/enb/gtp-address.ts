/** The address of the user plane: GTP-U of TS 29.281. */
import { enbDefaults } from "../../instance/defaults.ts";
import type { Instance } from "../../instance/instance.ts";
import { error, type Issue, place } from "../../issue/issue.ts";
import { computed, given, type Resolved } from "../resolved.ts";
import { isLoopback } from "./core-address.ts";

/** Where the user plane listens when the whole core is on the same machine. */
const localGtpAddr = "127.0.1.1";

export type GtpAddress = { readonly resolved: Resolved<string> | null; readonly issues: readonly Issue[] };

/**
 * What is given; 127.0.1.1 where the whole core is on the loopback; else the node's LAN IPv4 with `use_ipv4`, or
 * the partition's IPv6. `core` are the addresses that enb.cfg carries. An error: the node has no such address.
 */
export function resolveGtpAddress(
  { configuration, lanIpv4, ipv6 }: Instance,
  core: readonly string[],
): GtpAddress {
  const { gtp_addr, use_ipv4 = enbDefaults.use_ipv4 } = configuration;
  if (gtp_addr !== undefined) return makeFound(given(gtp_addr, "configuration", "gtp_addr"));
  if (core.length > 0 && core.every(isLoopback)) {
    return makeFound(computed(localGtpAddr, "every core address is on the loopback"));
  }
  if (use_ipv4) {
    if (lanIpv4 !== null) return makeFound(computed(lanIpv4, "lan-ipv4, as use_ipv4 is true"));
    return makeMissing(
      "lan-ipv4",
      "use_ipv4 needs it for the user plane",
      "the node's IPv4 address in its LAN",
    );
  }
  if (ipv6 !== null)
    return makeFound(computed(ipv6, "ipv6-random: the core is not on the loopback, and use_ipv4 is false"));
  return makeMissing("ipv6-random", "the user plane needs an address", "an IPv6 address of the partition");
}

function makeFound(resolved: Resolved<string>): GtpAddress {
  return { resolved, issues: [] };
}

function makeMissing(key: string, need: string, expected: string): GtpAddress {
  return { resolved: null, issues: [error(place(key), `missing, and ${need}`, `${expected}, or gtp_addr`)] };
}
