/** The switch with ports of memory, driven like the model. */
import { eachAddress } from "../../src/link/switch/core/address-table.ts";
import { dropReasons } from "../../src/link/switch/core/counters.ts";
import { type SentCounters, sentColumns } from "../../src/link/switch/port.ts";
import { createSwitch, type Switch } from "../../src/link/switch/switch.ts";
import { takeOver } from "../../src/link/switch/take-over.ts";
import { loadConfiguration } from "../../src/vlan/load-configuration.ts";
import type { Sent } from "./cases.ts";
import { createWires, type Wires } from "./memory-ports.ts";
import type { ModelPort } from "./model.ts";

export type MemorySwitch = {
  readonly switch: Switch;
  readonly configure: (
    ports: Readonly<Record<string, ModelPort>>,
    settings: { ageing: number; addresses?: number },
  ) => Promise<void>;
  /** Gives frames to a port at once. */
  readonly receive: (port: string, ...frames: Uint8Array[]) => { readonly out: Sent };
  /** How often each fate was that of a frame of a port, and how often its source could not be learned. */
  readonly fates: (port: string) => Readonly<Record<string, number>>;
  readonly setLink: (port: string, isUp: boolean) => void;
  readonly wait: (seconds: number) => void;
  readonly known: () => string[];
};

export type MemorySwitchOptions = { readonly secrets?: Uint32Array; readonly makeWires?: () => Wires };

export function createMemorySwitch({
  secrets = Uint32Array.of(1, 2, 3, 4, 5, 6),
  makeWires = createWires,
}: MemorySwitchOptions = {}): MemorySwitch {
  let seconds = 0;
  const { wires, open } = makeWires();
  const readTicks = () => Math.floor(seconds * 10 + 1e-6);
  const one = createSwitch({ secrets, readTicks, open: { tap: open } });
  const nameOf = (number: number) => one.ports[number]?.configuration.name ?? "?";
  let taps = new Map<string, string>();
  const wireOf = (port: string) => wires.get(taps.get(port) ?? "");
  return {
    switch: one,
    configure: async (ports, { ageing, addresses }) => {
      const withTaps = Object.entries(ports).map(
        ([name, port]) => [name, { tap: `t${name}`, ...port }] as const,
      );
      const given = {
        ageing,
        flood: 0,
        ...(addresses && { addresses }),
        ports: Object.fromEntries(withTaps),
      };
      const { value, issues } = await loadConfiguration(JSON.stringify(given), "case");
      if (value === undefined) throw new Error(JSON.stringify(issues));
      const taken = await takeOver(one, value);
      if (taken.issues.length > 0) throw new Error(JSON.stringify(taken.issues));
      taps = new Map(withTaps.map(([name, { tap }]) => [name, tap]));
    },
    receive: (port, ...frames) => {
      const wire = wireOf(port);
      wire?.waiting.push(...frames);
      while (wire !== undefined && wire.waiting.length > 0) wire.events.onReadable();
      const sent = [...taps.keys()].map((name) => [name, wireOf(name)?.left.splice(0) ?? []] as const);
      return { out: Object.fromEntries(sent.filter(([, left]) => left.length > 0)) };
    },
    fates: (port) => {
      const number = one.ports.find((placed) => placed?.configuration.name === port)?.number ?? 0;
      const { dropped, forwarded, tableFull } = one.core.counters;
      const drops = dropReasons.map(
        (reason, place) => [reason, readDropped(dropped, number, place)] as const,
      );
      const others = { forwarded: forwarded[number] as number, table_full: tableFull[number] as number };
      return { ...Object.fromEntries(drops), ...others };
    },
    setLink: (port, isUp) => wireOf(port)?.events.onLink(isUp),
    wait: (more) => {
      seconds += more;
    },
    known: () =>
      [...eachAddress(one.core.addresses, readTicks())]
        .map(({ vlan, mac, port }) => `${vlan} ${mac.replaceAll(":", "")} ${nameOf(port)}`)
        .sort(),
  };
}

/** What does not add up in the counters of a switch; empty where each frame is in exactly one of them. */
export function findImbalances({ core: { counters }, ports }: Switch): string[] {
  return ports.flatMap((port) => {
    if (port === undefined) return [];
    const { number, line, configuration } = port;
    const dropped = dropReasons.reduce(
      (sum, _, reason) => sum + readDropped(counters.dropped, number, reason),
      0,
    );
    const received = counters.received[number];
    const ended = dropped + (counters.forwarded[number] as number);
    const copies = counters.copies[number];
    const accounted = countCopies(line.port.sent);
    return [
      ...(received === ended ? [] : [`${configuration.name}: ${received} received, ${ended} ended`]),
      ...(copies === accounted
        ? []
        : [`${configuration.name}: ${copies} copies, ${accounted} accounted for`]),
    ];
  });
}

function countCopies(sent: SentCounters): number {
  const columns = Object.entries(sentColumns).filter(([name]) => name !== "bytes");
  return columns.reduce((sum, [, column]) => sum + (sent[column] as number), 0);
}

function readDropped(dropped: Float64Array, port: number, reason: number): number {
  return dropped[port * dropReasons.length + reason] as number;
}
