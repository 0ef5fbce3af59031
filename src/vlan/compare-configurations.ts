/** What one configuration changes of another. */
import {
  type Endpoint,
  formatEndpoint,
  getOwnVlan,
  getVlans,
  isEqualEndpoint,
  type PortConfiguration,
  type SwitchConfiguration,
} from "./configuration.ts";
import { switchDefaults } from "./limits.ts";
import { formatVlanList, subtractVlans, type VlanList } from "./vlan-list.ts";

/** One change; `name` is that of a port, or of a setting of the whole switch. */
export type SwitchChange = {
  readonly verb: "add" | "remove" | "change";
  readonly name: string;
  /** From what to what: `access 100 → access 200`. */
  readonly what: string;
};

/** The changes in the order of the new configuration, what goes first; none where nothing changes. */
export function compareConfigurations(
  before: SwitchConfiguration,
  after: SwitchConfiguration,
): SwitchChange[] {
  const old = new Map(before.ports.map((port) => [port.name, port]));
  const kept = new Set(after.ports.map(({ name }) => name));
  return [
    ...compareSetting("ageing", `${before.ageing} s`, `${after.ageing} s`),
    ...compareSetting("addresses", `${before.addresses}`, `${after.addresses}`),
    ...before.ports
      .filter(({ name }) => !kept.has(name))
      .map((port): SwitchChange => ({ verb: "remove", name: port.name, what: describePort(port) })),
    ...after.ports.flatMap((port) => comparePort(old.get(port.name), port)),
  ];
}

/** Whether a port goes on as it is, with its counters and its addresses. */
export function isSamePort(one: PortConfiguration, other: PortConfiguration): boolean {
  return one.name === other.name && formatEndpoint(one.endpoint) === formatEndpoint(other.endpoint);
}

/** Whether nothing of a port is other than before. */
export function isEqualPort(one: PortConfiguration, other: PortConfiguration): boolean {
  return (
    one.name === other.name &&
    isEqualEndpoint(one.endpoint, other.endpoint) &&
    one.access === other.access &&
    one.native === other.native &&
    one.isolated === other.isolated &&
    one.flood === other.flood &&
    isEqualList(one.trunk, other.trunk)
  );
}

/** VLANs that a port no longer has. */
export function findLostVlans(before: PortConfiguration, after: PortConfiguration): VlanList {
  return subtractVlans(getVlans(before), getVlans(after));
}

function isEqualList(one: VlanList | null, other: VlanList | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.length === other.length &&
    one.every(({ first, last }, place) => other[place]?.first === first && other[place].last === last)
  );
}

/** `tap slaptap16-1, access 100, isolated`. */
export function describePort(port: PortConfiguration): string {
  const { endpoint, access, isolated, flood } = port;
  const vlans = access === null ? describeTrunk(port) : `access ${access}`;
  const limit = flood === switchDefaults.flood ? [] : [`flood ${flood}`];
  const others = [...describeAccess(endpoint), ...(isolated ? ["isolated"] : []), ...limit];
  return [formatEndpoint(endpoint), vlans, ...others].join(", ");
}

/** Who may connect to shared memory; that there is a secret, not which one. */
function describeAccess(endpoint: Endpoint): string[] {
  if (endpoint.kind !== "shm") return [];
  const { secret, allow } = endpoint;
  return [
    ...(secret === "" ? [] : ["with a secret"]),
    ...(allow.length === 0 ? [] : [`allow ${allow.join(" ")}`]),
  ];
}

function describeTrunk(port: PortConfiguration): string {
  const own = getOwnVlan(port);
  return `trunk ${formatVlanList(port.trunk ?? [])}${own === 0 ? "" : `, native ${own}`}`;
}

function compareSetting(name: string, before: string, after: string): SwitchChange[] {
  return before === after ? [] : [{ verb: "change", name, what: `${before} → ${after}` }];
}

function comparePort(before: PortConfiguration | undefined, after: PortConfiguration): SwitchChange[] {
  const { name } = after;
  if (before === undefined) return [{ verb: "add", name, what: describePort(after) }];
  if (isEqualPort(before, after)) return [];
  const [old, fresh] = [describePort(before), describePort(after)];
  return [{ verb: "change", name, what: old === fresh ? `${fresh}: another one` : `${old} → ${fresh}` }];
}
