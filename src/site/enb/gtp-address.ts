/** The address of the user plane: GTP-U of TS 29.281. */
import { olderDefaults } from "../../instance/defaults.ts";
import type { Instance } from "../../instance/instance.ts";
import { gtpChoices } from "../../instance/layout.ts";
import { error, type Issue, place } from "../../issue/issue.ts";
import { computed, given, type Resolved } from "../resolved.ts";
import { getHost, isLoopback } from "./core-address.ts";

/** Where the user plane listens when the whole core is on the same machine. */
const localGtpAddr = "127.0.1.1";

export type GtpAddress = { readonly resolved: Resolved<string> | null; readonly issues: readonly Issue[] };

/**
 * What is given, or by its choice; else 127.0.1.1 where the core is on the loopback, or the node's LAN IPv4 or the
 * partition's IPv6: in the newer form by the first core address, in the older form by all of them and `use_ipv4`.
 * `core` are the addresses that enb.cfg carries, MMEs first. An error: the node has no such address.
 */
export function resolveGtpAddress(instance: Instance, core: readonly string[]): GtpAddress {
  const { gtp_addr = "", use_ipv4 } = instance.configuration;
  const chosen = { ...choices }[gtp_addr];
  if (chosen !== undefined) return chosen(instance, `gtp_addr: ${gtp_addr}`);
  if (gtp_addr !== "" && gtp_addr !== automatic)
    return makeFound(given(gtp_addr, "configuration", "gtp_addr"));
  const isOlder = gtp_addr === "" && (instance.layout.form === "older" || use_ipv4 !== undefined);
  return isOlder ? findByAll(instance, core) : findByFirst(instance, core[0]);
}

const [automatic, lan, re6st, localhost] = gtpChoices;

const choices: Readonly<Record<string, (instance: Instance, why: string) => GtpAddress>> = {
  [lan]: useLan,
  [re6st]: useIpv6,
  [localhost]: useLocalhost,
};

/** The newer form: the first core address decides alone. */
function findByFirst(instance: Instance, first: string | undefined): GtpAddress {
  if (first === undefined) return useLocalhost(instance, "there is no core address");
  if (isLoopback(first)) return useLocalhost(instance, "the first core address is on the loopback");
  if (getHost(first).includes(":")) return useIpv6(instance, "the first core address is of IPv6");
  return useLan(instance, "the first core address is not of IPv6");
}

/** The older form. */
function findByAll(instance: Instance, core: readonly string[]): GtpAddress {
  if (core.length > 0 && core.every(isLoopback)) {
    return useLocalhost(instance, "every core address is on the loopback");
  }
  if (instance.configuration.use_ipv4 ?? olderDefaults.use_ipv4) return useLan(instance, "use_ipv4 is true");
  return useIpv6(instance, "the core is not on the loopback, and use_ipv4 is false");
}

function useLocalhost(_instance: Instance, why: string): GtpAddress {
  return makeFound(computed(localGtpAddr, why));
}

function useLan({ lanIpv4 }: Instance, why: string): GtpAddress {
  if (lanIpv4 !== null) return makeFound(computed(lanIpv4, `lan-ipv4: ${why}`));
  return makeMissing("lan-ipv4", why, "the node's IPv4 address in its LAN");
}

function useIpv6({ ipv6 }: Instance, why: string): GtpAddress {
  if (ipv6 !== null) return makeFound(computed(ipv6, `ipv6-random: ${why}`));
  return makeMissing("ipv6-random", why, "an IPv6 address of the partition");
}

function makeFound(resolved: Resolved<string>): GtpAddress {
  return { resolved, issues: [] };
}

function makeMissing(key: string, why: string, expected: string): GtpAddress {
  const what = `missing, and the user plane needs it: ${why}`;
  return { resolved: null, issues: [error(place(key), what, `${expected}, or gtp_addr`)] };
}
