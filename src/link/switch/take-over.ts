/** Takes a configuration over: whole, between two batches, or not at all. */
import { FailureError } from "../../issue/exit-code.ts";
import { error, type Issue, place } from "../../issue/issue.ts";
import {
  compareConfigurations,
  findLostVlans,
  isEqualPort,
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
import { createTables, type Tables } from "./core/tables.ts";
import { markLink, openLine } from "./line.ts";
import { type AttachedPort, closeLine, type Line, noNumber, type Switch } from "./switch.ts";

/** What was changed; or what stands against it, and then nothing was. */
export type Takeover = { readonly changes: readonly SwitchChange[]; readonly issues: readonly Issue[] };

/**
 * Gives a switch another configuration. A port whose name and endpoint stay is not touched: it loses no frame, no
 * counter, and no address but those of VLANs that it no longer has. What takes long is done port by port, with frames
 * forwarded in between. To be called again only when it is done.
 */
export async function takeOver(one: Switch, wanted: SwitchConfiguration): Promise<Takeover> {
  const changes = compareConfigurations(one.configuration, wanted);
  if (changes.length === 0) return { changes, issues: [] };
  const configuration = keepEqualPorts(one.configuration, wanted);
  const opened = await openMissing(one, configuration);
  if (opened.issues.length > 0) return { changes: [], issues: opened.issues };
  const left = await exchange(one, configuration, opened.lines);
  for (const port of one.ports) port?.line.port.configure?.(port.configuration.endpoint);
  await eachInTurn(one, left, (line) => closeLine(one, line));
  one.options.onChange?.();
  return { changes, issues: [] };
}

/**
 * The same configuration, with ports that are as they were in their old objects: new ones that stay would be moved from
 * space to space by the garbage collector, and frames wait for it.
 */
function keepEqualPorts(before: SwitchConfiguration, wanted: SwitchConfiguration): SwitchConfiguration {
  const old = new Map(before.ports.map((port) => [port.name, port]));
  const ports = wanted.ports.map((port) => {
    const known = old.get(port.name);
    return known !== undefined && isEqualPort(known, port) ? known : port;
  });
  return { ...wanted, ports };
}

/** Does something with each of a list, frames having their turn before each. */
async function eachInTurn<T>(
  one: Switch,
  list: readonly T[],
  use: (item: T) => Promise<void> | void,
): Promise<void> {
  for (const item of list) {
    await giveWay(one);
    await use(item);
  }
}

/** Lets the frames have their turn that wait by now. @throws FailureError where the switch was closed meanwhile */
async function giveWay(one: Switch): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (one.isClosed) throw new FailureError("the switch is ending");
}

type Opened = { readonly lines: ReadonlyMap<string, Line>; readonly issues: readonly Issue[] };

/** The line of every endpoint: those that are open already, whatever port has them, and the others opened now. */
async function openMissing(one: Switch, { ports }: SwitchConfiguration): Promise<Opened> {
  const lines = new Map(one.ports.flatMap((port) => (port ? [[keyOf(port.configuration), port.line]] : [])));
  const missing = ports.filter((port) => !lines.has(keyOf(port)));
  const fresh: Line[] = [];
  const issues: Issue[] = [];
  await eachInTurn(one, missing, ({ name, endpoint }) => {
    try {
      const line = openLine(one, endpoint);
      fresh.push(line);
      lines.set(formatEndpoint(endpoint), line);
    } catch (cause) {
      issues.push(refuseEndpoint(name, endpoint, cause));
    }
  });
  if (issues.length > 0) await eachInTurn(one, fresh, (line) => closeLine(one, line));
  return { lines, issues };
}

function refuseEndpoint(name: string, { kind }: Endpoint, cause: unknown): Issue {
  return error(place("ports", name, kind), cause instanceof Error ? cause.message : String(cause));
}

function keyOf({ endpoint }: PortConfiguration): string {
  return formatEndpoint(endpoint);
}

/** Makes ready what the configuration needs, and then exchanges it. Returns the lines that no port has any more. */
async function exchange(
  one: Switch,
  configuration: SwitchConfiguration,
  lines: ReadonlyMap<string, Line>,
): Promise<Line[]> {
  const ports = placePorts(one.ports, configuration.ports, lines);
  await giveWay(one);
  const tables = createTables(ports.map((port) => port?.configuration));
  await giveWay(one);
  makeRoom(one, configuration);
  await giveWay(one);
  return swap(one, configuration, ports, tables);
}

/** For what the ports may teach, beside what is known now. */
function makeRoom({ core: { addresses } }: Switch, { addresses: each, ports }: SwitchConfiguration): void {
  growTable(addresses, each * ports.length + countAddresses(addresses));
}

/** Nothing here waits, so no frame is judged by half of each. */
function swap(
  one: Switch,
  configuration: SwitchConfiguration,
  ports: Switch["ports"],
  tables: Tables,
): Line[] {
  const { core } = one;
  const before = one.ports;
  const kept = new Set(ports.map((port) => port?.line));
  releasePorts(one, ports);
  one.ports = ports;
  one.configuration = configuration;
  one.generation += 1;
  core.tables = tables;
  setAgeing(core.addresses, (configuration.ageing * 1000) / tickMs, one.options.readTicks());
  core.addresses.limit = configuration.addresses;
  // again, for what was learned since
  makeRoom(one, configuration);
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
    if (old?.configuration === port) placed[old.number] = old;
    else if (old !== undefined && isSamePort(old.configuration, port)) put(old.number, port);
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
    if (old === undefined || ports[old.number] === old) continue;
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
