/** What is possible and hardly meant. */
import { type Issue, place, warning } from "../issue/issue.ts";
import { getVlans, type PortConfiguration } from "./configuration.ts";
import { vlanId } from "./limits.ts";
import { eachVlan, filterVlans, formatVlanList, type VlanList } from "./vlan-list.ts";

/** Native VLANs that a frame can hop into, VLANs with one port, and VLANs whose ports are all isolated. */
export function findWarnings(ports: readonly PortConfiguration[]): Issue[] {
  const all = countPorts(ports);
  const open = countPorts(ports.filter(({ isolated }) => !isolated));
  const told = new Set<number>();
  const isLonely = (vlan: number) => all[vlan] === 1;
  const isCut = (vlan: number) => (all[vlan] as number) > 1 && open[vlan] === 0 && !told.has(vlan);
  const found = ports.flatMap((port) => {
    const vlans = getVlans(port);
    const cut = filterVlans(vlans, isCut);
    eachVlan(cut, (vlan) => told.add(vlan));
    return [
      ...warnOf(port, filterVlans(vlans, isLonely), "on no other port"),
      ...warnOf(port, cut, "on isolated ports only, which do not reach each other"),
    ];
  });
  return [...findHops(ports), ...found];
}

/** How many ports each VLAN has. */
function countPorts(ports: readonly PortConfiguration[]): Uint16Array {
  const counts = new Uint16Array(vlanId.max + 1);
  for (const port of ports) {
    eachVlan(getVlans(port), (vlan) => {
      counts[vlan] = (counts[vlan] as number) + 1;
    });
  }
  return counts;
}

/** A frame with two tags loses the outer one on a native VLAN, and the inner one then counts at the next switch. */
function findHops(ports: readonly PortConfiguration[]): Issue[] {
  const accessOf = new Map(ports.map(({ name, access }) => [access, name]));
  return ports.flatMap(({ name, native }) => {
    const other = native === null ? undefined : accessOf.get(native);
    if (other === undefined) return [];
    const what = `VLAN ${native} is the access VLAN of ${other}: a frame with two tags leaves here with the inner one alone`;
    return [warning(place("ports", name, "native"), what, "a native VLAN that no access port has")];
  });
}

/** One warning for all VLANs of a port; none where the list is empty. */
function warnOf({ name, access }: PortConfiguration, vlans: VlanList, where: string): Issue[] {
  if (vlans.length === 0) return [];
  const list = formatVlanList(vlans);
  const subject = /^\d+$/.test(list) ? `VLAN ${list} is` : `VLANs ${list} are`;
  return [warning(place("ports", name, access === null ? "trunk" : "access"), `${subject} ${where}`)];
}
