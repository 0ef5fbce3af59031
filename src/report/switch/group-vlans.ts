/** VLANs that have the same ports, as one group each. */
import type { SwitchAddress, SwitchPicture, SwitchPort, SwitchVlan } from "./reports.ts";

export type VlanGroup = {
  /** `VLAN 100`, `VLANs 1, 200-220`. */
  readonly title: string;
  readonly vlanCount: number;
  readonly members: readonly { readonly port: SwitchPort; readonly isTagged: boolean }[];
  /** By the port that they are behind. */
  readonly addresses: ReadonlyMap<string, readonly SwitchAddress[]>;
};

/** In the order of their first VLAN; ports in the order of the switch. */
export function groupVlans({ ports, vlans, addresses }: SwitchPicture): VlanGroup[] {
  const same = groupBy(vlans, ({ untagged, tagged }) => JSON.stringify([untagged, tagged]));
  return [...same.values()].map((rows) => {
    const ranges = rows.map(parseRange);
    const { untagged = [], tagged = [] } = rows[0] ?? {};
    const [bare, all] = [new Set(untagged), new Set([...untagged, ...tagged])];
    const members = ports
      .filter(({ name }) => all.has(name))
      .map((port) => ({ port, isTagged: !bare.has(port.name) }));
    const own = addresses.filter(({ vlan }) =>
      ranges.some(({ first, last }) => first <= vlan && vlan <= last),
    );
    const vlanCount = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    return {
      title: `${vlanCount === 1 ? "VLAN" : "VLANs"} ${rows.map((row) => row.vlans).join(", ")}`,
      vlanCount,
      members,
      addresses: groupBy(own, ({ port }) => port),
    };
  });
}

/** `200-220` or `100`: a row is one range. */
function parseRange({ vlans }: SwitchVlan): { readonly first: number; readonly last: number } {
  const [first = 0, last = first] = vlans.split("-").map(Number);
  return { first, last };
}

/** In the order of the first of each group. */
function groupBy<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}
