/** dnsmasq.cfg: each Radio Unit gets its address over its own TAP, by its MAC address. */

import { error, type Issue, type Outcome, outcome, place } from "../issue/issue.ts";
import { formatIpv6Address, getNetworkOf } from "../net/ipv6-network.ts";
import type { Ipv6Address } from "../net/parse-ipv6.ts";
import type { PlannedTap, TapPlan } from "../plan/tap-plan.ts";
import type { RadioUnit, Site } from "../site/site.ts";
import { dnsmasqCfgFileName } from "./file-name.ts";
import { canBeDnsmasqLine, canDnsmasqHold, dnsmasqLineBytes, quoteDnsmasq } from "./quote/dnsmasq.ts";
import { makeRenderedFile, type RenderedFile } from "./rendered-file.ts";
import { renderTemplate } from "./template.ts";

/** dnsmasq takes no shorter prefix in `dhcp-range`. */
export const minDhcpPrefixLength = 64;

/** s between router advertisements: a Radio Unit that missed one waits this long at most (RFC 4861 §6.2.1). */
export const routerAdvertisementInterval = 60;

/**
 * The file; undefined where the eNB has no CPRI Radio Unit. An error where dnsmasq could not read the folder of
 * logs and leases back.
 *
 * @param state that folder, as it shall stand in the file
 */
export function renderDnsmasqCfg(
  site: Site,
  plan: TapPlan,
  state: string,
): Outcome<RenderedFile | undefined> {
  if (!site.radioUnits.some(({ link }) => link.kind === "cpri")) return { value: undefined, issues: [] };
  const leaseFile = `${state}/run/dnsmasq.leases`;
  const logFile = `${state}/log/dnsmasq.log`;
  const issues = checkState(state, [leaseFile, logFile]);
  if (issues.length > 0) return { value: undefined, issues };
  const file = makeRenderedFile(dnsmasqCfgFileName, 0o640, () =>
    renderContent(site, plan, { leaseFile, logFile }),
  );
  return outcome(file, []);
}

type StateFiles = { readonly leaseFile: string; readonly logFile: string };

function renderContent(site: Site, plan: TapPlan, stateFiles: StateFiles): string {
  const radioUnits = new Map(site.radioUnits.map((radioUnit) => [radioUnit.reference, radioUnit]));
  const taps = plan.taps.map((tap) => makeTapContext(tap, radioUnits.get(tap.ru)));
  return renderTemplate("dnsmasq.cfg.njk", {
    /** Without a TAP: the loopback alone, which is excepted. Without such a line it would be every interface. */
    interfaces: taps.length > 0 ? taps.map(({ name }) => name) : ["lo"],
    ...stateFiles,
    raInterval: routerAdvertisementInterval,
    taps,
  });
}

function makeTapContext({ name, network, gateway, addr, ru }: PlannedTap, radioUnit: RadioUnit | undefined) {
  if (radioUnit?.link.kind !== "cpri") throw new TypeError(`no CPRI Radio Unit "${ru}"`);
  return {
    name,
    gateway: formatIpv6Address(gateway),
    addr: formatIpv6Address(addr),
    macAddr: radioUnit.link.macAddr,
    prefixLength: Math.max(network.prefixLength, minDhcpPrefixLength),
    hostSubnet: findHostSubnet(gateway, addr),
  };
}

/**
 * dnsmasq serves a range only where the interface has an address in it, or in one that shares its network. The
 * /64 around the host's address, where that is not the one around the Radio Unit's; else null. (The network is
 * told by the host's address: by the interface's name dnsmasq would not start before the interface is there.)
 */
function findHostSubnet(gateway: Ipv6Address, addr: Ipv6Address): string | null {
  const host = getNetworkOf(addr, minDhcpPrefixLength).address;
  return host === getNetworkOf(gateway, minDhcpPrefixLength).address ? null : formatIpv6Address(host);
}

function checkState(state: string, paths: readonly string[]): Issue[] {
  const at = place("--state");
  const given = JSON.stringify(state);
  if (!canDnsmasqHold(state)) {
    return [error(at, `dnsmasq cannot read the path ${given}`, "a path without control characters")];
  }
  if (paths.every((path) => canBeDnsmasqLine(`dhcp-leasefile=${quoteDnsmasq(path)}`))) return [];
  const expected = `a path with which dnsmasq.cfg has lines of less than ${dnsmasqLineBytes} bytes`;
  return [error(at, `the path ${given} is too long`, expected)];
}
