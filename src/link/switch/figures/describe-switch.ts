/** What a switch is and knows, as data for whoever asks. */
import type {
  SwitchAddress,
  SwitchCounters,
  SwitchPicture,
  SwitchPort,
  SwitchVlan,
} from "../../../report/switch/reports.ts";
import { formatEndpoint, getOwnVlan } from "../../../vlan/configuration.ts";
import { vlanId } from "../../../vlan/limits.ts";
import { formatVlanList } from "../../../vlan/vlan-list.ts";
import { eachAddress, forgetOld, tickMs } from "../core/address-table.ts";
import { dropReasons } from "../core/counters.ts";
import { hasVlan } from "../core/tables.ts";
import { notSentReasons, type SentCounters, sentColumns } from "../port.ts";
import type { AttachedPort, Switch } from "../switch.ts";

/** All of it, at one moment. */
export function describeSwitch(one: Switch): SwitchPicture {
  return {
    generation: one.generation,
    ports: describePorts(one),
    vlans: describeVlans(one),
    addresses: describeAddresses(one),
  };
}

/** Ports in the order of their numbers. */
export function describePorts(one: Switch): SwitchPort[] {
  forgetOld(one.core.addresses, one.options.readTicks());
  return listPorts(one).map(({ number, line, configuration }) => ({
    name: configuration.name,
    endpoint: formatEndpoint(configuration.endpoint),
    is_up: line.isUp,
    access: configuration.access,
    trunk: configuration.trunk === null ? null : formatVlanList(configuration.trunk),
    native: configuration.native,
    isolated: configuration.isolated,
    flood: configuration.flood,
    addresses: one.core.addresses.counts[number] as number,
  }));
}

/** VLANs that have ports, those with the same ports together. */
export function describeVlans(one: Switch): SwitchVlan[] {
  const ports = listPorts(one);
  const rows: (SwitchVlan & { first: number; last: number })[] = [];
  for (let vlan = vlanId.min; vlan <= vlanId.max; vlan++) {
    const members = ports.filter(({ number }) => hasVlan(one.core.tables, number, vlan));
    if (members.length === 0) continue;
    const isBare = ({ configuration }: AttachedPort) => getOwnVlan(configuration) === vlan;
    const untagged = members.filter(isBare).map(nameOf);
    const tagged = members.filter((port) => !isBare(port)).map(nameOf);
    const before = rows.at(-1);
    if (
      before?.last === vlan - 1 &&
      isSameList(before.untagged, untagged) &&
      isSameList(before.tagged, tagged)
    ) {
      before.last = vlan;
    } else rows.push({ vlans: "", first: vlan, last: vlan, untagged, tagged });
  }
  return rows.map(({ first, last, untagged, tagged }) => ({
    vlans: formatVlanList([{ first, last }]),
    untagged,
    tagged,
  }));
}

/** Addresses by VLAN. */
export function describeAddresses(one: Switch): SwitchAddress[] {
  const { core, options, ports } = one;
  const rows = Array.from(eachAddress(core.addresses, options.readTicks()), ({ vlan, mac, port, age }) => ({
    vlan,
    mac,
    port: ports[port]?.configuration.name ?? "",
    age: (age * tickMs) / 1000,
  }));
  return rows.sort((a, b) => a.vlan - b.vlan || (a.mac < b.mac ? -1 : 1));
}

/** Counters of each port. */
export function describeCounters(one: Switch): SwitchCounters[] {
  const { received, receivedBytes, forwarded, moves, tableFull, dropped } = one.core.counters;
  return listPorts(one).map(({ number, line, configuration }) => {
    const [sent, notSent] = [
      line.port.sent,
      makeRecord(notSentReasons, (name) => readSent(line.port.sent, name)),
    ];
    const from = number * dropReasons.length;
    return {
      name: configuration.name,
      received: received[number] as number,
      received_bytes: receivedBytes[number] as number,
      forwarded: forwarded[number] as number,
      dropped: makeRecord(dropReasons, (_, place) => dropped[from + place] as number),
      sent: readSent(sent, "sent"),
      sent_bytes: readSent(sent, "bytes"),
      not_sent: notSent,
      moves: moves[number] as number,
      table_full: tableFull[number] as number,
    };
  });
}

/** Ports that are there, in the order of their numbers. */
export function listPorts({ ports }: Switch): AttachedPort[] {
  return ports.filter((port) => port !== undefined);
}

function nameOf({ configuration }: AttachedPort): string {
  return configuration.name;
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}

function readSent(sent: SentCounters, column: keyof typeof sentColumns): number {
  return sent[sentColumns[column]] as number;
}

function makeRecord<K extends string>(
  keys: readonly K[],
  read: (key: K, place: number) => number,
): Record<K, number> {
  return Object.fromEntries(keys.map((key, place) => [key, read(key, place)])) as Record<K, number>;
}
