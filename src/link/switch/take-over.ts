/** Takes a configuration over: whole, between two batches, or not at all. */
import { error, type Issue, place } from "../../issue/issue.ts";
import {
  compareConfigurations,
  findLostVlans,
  isSamePort,
  type SwitchChange,
} from "../../vlan/compare-configurations.ts";
import {
  type Endpoint,
  formatEndpoint,
  type PortConfiguration,
  type SwitchConfiguration,
} from "../../vlan/configuration.ts";
import { everyVlan, includesVlan, type VlanList } from "../../vlan/vlan-list.ts";
import { countAddresses, forgetAddresses, growTable, setAgeing, tickMs } from "./core/address-table.ts";
import { clearCounters } from "./core/counters.ts";
import { createTables } from "./core/tables.ts";
import { markLink, openLine } from "./line.ts";
import { type AttachedPort, type Line, noNumber, type Switch } from "./switch.ts";

/** What was changed; or what stands against it, and then nothing was. */
export type Takeover = { readonly changes: readonly SwitchChange[]; readonly issues: readonly Issue[] };

/**
 * Gives a switch another configuration. A port whose name and endpoint stay is not touched: it loses no frame, no
 * counter, and no address but those of VLANs that it no longer has.
 */
export function takeOver(one: Switch, configuration: SwitchConfiguration): Takeover {
  const changes = compareConfigurations(one.configuration, configuration);
  if (changes.length === 0) return { changes, issues: [] };
  const opened = openMissing(one, configuration);
  if (opened.issues.length > 0) return { changes: [], issues: opened.issues };
  const left = swap(one, configuration, opened.lines);
  for (const line of left) line.port.close();
  one.options.onChange?.();
  return { changes, issues: [] };
}

type Opened = { readonly lines: ReadonlyMap<string, Line>; readonly issues: readonly Issue[] };

/** The line of every endpoint: those that are open already, whatever port has them, and the others opened now. */
function openMissing(one: Switch, { ports }: SwitchConfiguration): Opened {
  const lines = new Map(one.ports.flatMap((port) => (port ? [[keyOf(port.configuration), port.line]] : [])));
  const fresh: Line[] = [];
  const issues = ports.flatMap(({ name, endpoint }) => {
    const key = formatEndpoint(endpoint);
    if (lines.has(key)) return [];
    try {
      const line = openLine(one, endpoint);
      fresh.push(line);
      lines.set(key, line);
      return [];
    } catch (cause) {
      return [refuseEndpoint(name, endpoint, cause)];
    }
  });
  if (issues.length > 0) for (const line of fresh) line.port.close();
  return { lines, issues };
}

function refuseEndpoint(name: string, { kind }: Endpoint, cause: unknown): Issue {
  return error(place("ports", name, kind), cause instanceof Error ? cause.message : String(cause));
}

function keyOf({ endpoint }: PortConfiguration): string {
  return formatEndpoint(endpoint);
}

/** Nothing here waits, so no frame is judged by half of each. Returns the lines that no port has any more. */
function swap(one: Switch, configuration: SwitchConfiguration, lines: ReadonlyMap<string, Line>): Line[] {
  const { core } = one;
  const before = one.ports;
  const ports = placePorts(before, configuration.ports, lines);
  const kept = new Set(ports.map((port) => port?.line));
  releasePorts(one, ports);
  one.ports = ports;
  one.configuration = configuration;
  one.generation += 1;
  core.tables = createTables(ports.map((port) => port?.configuration));
  setAgeing(core.addresses, (configuration.ageing * 1000) / tickMs, one.options.readTicks());
  core.addresses.limit = configuration.addresses;
  growTable(
    core.addresses,
    configuration.addresses * configuration.ports.length + countAddresses(core.addresses),
  );
  for (const port of ports) if (port !== undefined && port.line.number === noNumber) attachPort(one, port);
  return before.flatMap((old) => (old === undefined || kept.has(old.line) ? [] : [old.line]));
}

/** Ports that stay keep their numbers; the others take the lowest that are free. */
function placePorts(
  before: Switch["ports"],
  wanted: readonly PortConfiguration[],
  lines: ReadonlyMap<string, Line>,
): Switch["ports"] {
  const numbers = new Map(before.flatMap((port) => (port ? [[port.configuration.name, port]] : [])));
  const placed: Switch["ports"] = [];
  const arriving: PortConfiguration[] = [];
  const put = (number: number, configuration: PortConfiguration) => {
    const line = lines.get(keyOf(configuration));
    if (line !== undefined) placed[number] = { number, configuration, line };
  };
  for (const port of wanted) {
    const old = numbers.get(port.name);
    if (old !== undefined && isSamePort(old.configuration, port)) put(old.number, port);
    else arriving.push(port);
  }
  let free = 0;
  for (const port of arriving) {
    while (placed[free] !== undefined) free += 1;
    put(free, port);
  }
  // places that were skipped become undefined ones
  return Array.from(placed);
}

/**
 * Forgets what ports no longer stand for: those that leave all of it, the others VLANs that they have lost. The table
 * is gone through once, and only where there is something to forget.
 */
function releasePorts(one: Switch, ports: Switch["ports"]): void {
  const { addresses, counters } = one.core;
  const lost = new Map<number, VlanList>();
  for (const old of one.ports) {
    if (old === undefined) continue;
    const now = ports[old.number];
    const stays = now?.line === old.line && isSamePort(now.configuration, old.configuration);
    const vlans = stays ? findLostVlans(old.configuration, now.configuration) : everyVlan;
    if (vlans.length > 0 && (addresses.counts[old.number] as number) > 0) lost.set(old.number, vlans);
    if (stays) continue;
    markLink(one, old.number, false);
    clearCounters(counters, old.number);
    old.line.number = noNumber;
  }
  if (lost.size === 0) return;
  forgetAddresses(addresses, (port, vlan) => includesVlan(lost.get(port) ?? [], vlan));
}

function attachPort(one: Switch, { number, line }: AttachedPort): void {
  line.number = number;
  line.port.sent.fill(0);
  clearCounters(one.core.counters, number);
  one.core.floodSecond[number] = -1;
  markLink(one, number, line.isUp);
}
