/** Whether the configuration of a switch fits the Radio Units that are to be behind it. */
import { error, type Issue, place, warning } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import {
  getOwnVlan,
  getVlans,
  type PortConfiguration,
  type SwitchConfiguration,
} from "../../vlan/configuration.ts";
import { filterVlans, formatVlanList, includesVlan } from "../../vlan/vlan-list.ts";
import { formatSearched, listTries, type VlanSearch } from "./vlan-search.ts";

/**
 * Ports of Radio Units that there are not, Radio Units without a port, and subtaps that share a VLAN are errors; a port
 * on which a Radio Unit cannot find anything is a warning.
 */
export function checkSwitch({ ports }: SwitchConfiguration, { taps }: TapPlan, search: VlanSearch): Issue[] {
  const radioUnits = taps.map(({ ru }) => ru);
  const order = listTries(search);
  const issues = ports.flatMap((port) => {
    const { endpoint } = port;
    if (endpoint.kind !== "radio") return [];
    return radioUnits.includes(endpoint.ru)
      ? warnOfSearch(port, order, search)
      : [refuseRadioUnit(port.name, endpoint.ru, radioUnits)];
  });
  return [...issues, ...findUnconnected(ports, radioUnits), ...findOverlaps(ports, taps)];
}

function refuseRadioUnit(name: string, ru: string, radioUnits: readonly string[]): Issue {
  const what = `the instance has no CPRI Radio Unit ${quote(ru)} with a TAP`;
  return error(place("ports", name, "radio"), what, `one of ${radioUnits.map(quote).join(", ")}`);
}

function warnOfSearch(port: PortConfiguration, order: readonly number[], search: VlanSearch): Issue[] {
  const vlans = getVlans(port);
  if (getOwnVlan(port) !== 0 || order.some((vlan) => includesVlan(vlans, vlan))) return [];
  const what = `its Radio Unit searches VLAN ${formatSearched(search)}, none of which the port has`;
  return [warning(place("ports", port.name, "trunk"), what)];
}

function findUnconnected(ports: readonly PortConfiguration[], radioUnits: readonly string[]): Issue[] {
  const connected = new Set(
    ports.flatMap(({ endpoint }) => (endpoint.kind === "radio" ? [endpoint.ru] : [])),
  );
  const missing = radioUnits.filter((ru) => !connected.has(ru));
  if (missing.length === 0) return [];
  const expected = "a port with `radio` for each Radio Unit of the instance";
  return [error(place("ports"), `no port for Radio Unit ${missing.map(quote).join(", ")}`, expected)];
}

/** dnsmasq has for each Radio Unit an address on its own subtap only, and would answer it on the others, too. */
function findOverlaps(ports: readonly PortConfiguration[], taps: TapPlan["taps"]): Issue[] {
  const names = new Set(taps.map(({ name }) => name));
  const subtaps = ports.filter(({ endpoint }) => endpoint.kind === "tap" && names.has(endpoint.name));
  return subtaps.flatMap((port, index) => {
    const vlans = getVlans(port);
    const other = subtaps.slice(0, index).find((before) => getCommon(before, vlans) !== "");
    if (other === undefined) return [];
    const what = `port ${quote(other.name)} has VLAN ${getCommon(other, vlans)} too, and the subtap of another Radio Unit`;
    const key = port.access === null ? "trunk" : "access";
    return [error(place("ports", port.name, key), what, "VLANs of its own for each subtap")];
  });
}

function getCommon(port: PortConfiguration, vlans: ReturnType<typeof getVlans>): string {
  const common = filterVlans(getVlans(port), (vlan) => includesVlan(vlans, vlan));
  return common.length === 0 ? "" : formatVlanList(common);
}
