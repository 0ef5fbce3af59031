/** What `ors switch` says, as text for a person. */
import { formatColumns } from "../columns.ts";
import { countFrames } from "../frame/count-frames.ts";
import type { Paint } from "../paint.ts";
import { countAddresses } from "./count-addresses.ts";
import type {
  SwitchAddress,
  SwitchCaptured,
  SwitchChange,
  SwitchCounters,
  SwitchPort,
  SwitchVlan,
} from "./reports.ts";

export function formatSwitchPorts(ports: readonly SwitchPort[], paint: Paint): string[] {
  if (ports.length === 0) return ["no ports"];
  return formatColumns(
    ports.map((port) => [
      port.name,
      paint(port.is_up ? "green" : "red", port.is_up ? "up" : "down"),
      port.endpoint,
      describeVlans(port),
      [...(port.isolated ? ["isolated"] : []), countAddresses(port.addresses)].join(", "),
    ]),
  );
}

export function formatSwitchVlans(vlans: readonly SwitchVlan[]): string[] {
  if (vlans.length === 0) return ["no VLANs"];
  return formatColumns(
    vlans.map(({ vlans: list, untagged, tagged }) => [
      `VLAN ${list}`,
      [...untagged, ...tagged.map((name) => `${name} (tagged)`)].join(", "),
    ]),
  );
}

export function formatSwitchAddresses(addresses: readonly SwitchAddress[]): string[] {
  if (addresses.length === 0) return ["no address is known"];
  return formatColumns(
    addresses.map(({ vlan, mac, port, age }) => [`VLAN ${vlan}`, mac, port, `${Math.floor(age)} s ago`]),
  );
}

export function formatSwitchCounters(ports: readonly SwitchCounters[]): string[] {
  if (ports.length === 0) return ["no ports"];
  return formatColumns(
    ports.map(({ name, received, forwarded, dropped, sent, not_sent, moves, table_full }) => [
      name,
      `${received} received`,
      `${forwarded} forwarded`,
      `${sent} sent`,
      [
        ...formatReasons("dropped", dropped),
        ...formatReasons("not sent", not_sent),
        ...formatReasons("", { moves, "table full": table_full }),
      ].join(", "),
    ]),
  );
}

const past = { add: "added", remove: "removed", change: "changed" } as const;

/** `added ru1: tap slaptap16-1, access 100`. */
export function formatSwitchChanges(changes: readonly SwitchChange[], isDryRun: boolean): string[] {
  if (changes.length === 0) return ["nothing to change"];
  return changes.map(({ verb, name, what }) => `${isDryRun ? `would ${verb}` : past[verb]} ${name}: ${what}`);
}

/** `12 frames of port "ru1", 0 lost`. */
export function formatSwitchCapture({ port, frames, lost }: SwitchCaptured): string[] {
  return [`${countFrames(frames)} of port "${port}", ${lost} lost`];
}

function describeVlans({ access, trunk, native }: SwitchPort): string {
  if (access !== null) return `access ${access}`;
  return `trunk ${trunk}${native === null ? "" : `, native ${native}`}`;
}

/** Only what is not 0. */
function formatReasons(what: string, counts: Readonly<Record<string, number>>): string[] {
  const found = Object.entries(counts).filter(([, count]) => count > 0);
  return found.map(([reason, count]) => `${count} ${what === "" ? reason : `${what} (${reason})`}`);
}
