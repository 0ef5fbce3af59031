/** The TAP that `slapos format` gave to the partition. */
import type { Instance } from "../instance/instance.ts";
import { error, type Issue, type Outcome, outcome, place, warning } from "../issue/issue.ts";
import { quote } from "../issue/quote.ts";
import { interfaceNameRule, isInterfaceName } from "../net/interface-name.ts";
import {
  containsAddress,
  formatIpv6Network,
  type Ipv6Network,
  parseSurroundingNetwork,
} from "../net/ipv6-network.ts";
import { type Ipv6Address, parseIpv6Address } from "../net/parse-ipv6.ts";
import { makeRangeIssue } from "./range-issue.ts";
import type { Slaptap } from "./site.ts";

/**
 * Null where any of `tap-*` is absent: the node has then no TAP for this partition. Errors: a name that no
 * interface has, a range or an address that is not of IPv6, one address for both ends. A warning: an address
 * outside the range.
 */
export function resolveSlaptap({ tap }: Instance): Outcome<Slaptap | null> {
  const { name, network, gateway, addr } = tap;
  if (name === null || network === null || gateway === null || addr === null) return outcome(null, []);
  const issues: Issue[] = [];
  if (!isInterfaceName(name)) {
    issues.push(error(place("tap-name"), `${quote(name)} is not a valid TAP name`, interfaceNameRule));
  }
  const range = parseSurroundingNetwork(network);
  if (range === undefined) issues.push(makeRangeIssue(network, place("tap-ipv6-network")));
  const near = parseEnd(addr, "tap-ipv6-addr", range, issues);
  const far = parseEnd(gateway, "tap-ipv6-gateway", range, issues);
  if (range === undefined || near === undefined || far === undefined) return { value: undefined, issues };
  if (near === far)
    issues.push(
      error(place("tap-ipv6-addr"), `${addr} is tap-ipv6-gateway too`, "another address of the range"),
    );
  return outcome({ name, range, gateway: far, addr: near }, issues);
}

/** The parameters of the slaptap that are absent while another is given: with all of them absent there is none. */
export function listMissingTapKeys({ tap }: Instance): string[] {
  const keys = {
    "tap-name": tap.name,
    "tap-ipv6-network": tap.network,
    "tap-ipv6-gateway": tap.gateway,
    "tap-ipv6-addr": tap.addr,
  };
  const missing = Object.entries(keys).flatMap(([key, value]) => (value === null ? key : []));
  return missing.length === Object.keys(keys).length ? [] : missing;
}

function parseEnd(
  text: string,
  parameter: string,
  range: Ipv6Network | undefined,
  issues: Issue[],
): Ipv6Address | undefined {
  const at = place(parameter);
  const address = parseIpv6Address(text);
  if (address === undefined) {
    issues.push(error(at, `${quote(text)} is no IPv6 address`, "an address of tap-ipv6-network"));
  } else if (range !== undefined && !containsAddress(range, address)) {
    issues.push(
      warning(at, `${text} is outside of ${formatIpv6Network(range)}`, "an address of tap-ipv6-network"),
    );
  }
  return address;
}
