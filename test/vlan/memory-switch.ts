/** The switch with ports of memory, driven like the model. */
import { eachAddress } from "../../src/link/switch/core/address-table.ts";
import { type DropReason, dropReasons } from "../../src/link/switch/core/counters.ts";
import { type SentCounters, sentColumns } from "../../src/link/switch/port.ts";
import { createSwitch, type Switch } from "../../src/link/switch/switch.ts";
import { takeOver } from "../../src/link/switch/take-over.ts";
import { loadConfiguration } from "../../src/vlan/load-configuration.ts";
import type { CasePort, Sent } from "./cases.ts";
import { createWires } from "./memory-ports.ts";

export type MemorySwitch = {
  readonly switch: Switch;
  readonly configure: (
    ports: Readonly<Record<string, CasePort & { readonly flood?: number }>>,
    settings: { ageing: number; addresses?: number },
  ) => Promise<void>;
  readonly receive: (port: string, frame: Uint8Array) => { readonly out: Sent; readonly fate: string };
  readonly setLink: (port: string, isUp: boolean) => void;
  readonly wait: (seconds: number) => void;
  readonly known: () => string[];
};

export function createMemorySwitch(secrets = Uint32Array.of(1, 2, 3, 4, 5, 6)): MemorySwitch {
  let seconds = 0;
  const { wires, open } = createWires();
  const readTicks = () => Math.floor(seconds * 10 + 1e-6);
  const one = createSwitch({ secrets, readTicks, open: { tap: open } });
  const nameOf = (number: number) => one.ports[number]?.configuration.name ?? "?";
  return {
    switch: one,
    configure: async (ports, { ageing, addresses }) => {
      const withTaps = Object.entries(ports).map(([name, port]) => [name, { ...port, tap: `t${name}` }]);
      const given = {
        ageing,
        flood: 0,
        ...(addresses && { addresses }),
        ports: Object.fromEntries(withTaps),
      };
      const { value, issues } = await loadConfiguration(JSON.stringify(given), "case");
      if (value === undefined) throw new Error(JSON.stringify(issues));
      const taken = takeOver(one, value);
      if (taken.issues.length > 0) throw new Error(JSON.stringify(taken.issues));
    },
    receive: (port, frame) => {
      const wire = wires.get(`t${port}`);
      if (wire === undefined) return { out: {}, fate: "no such port" };
      const before = readFates(one, port);
      wire.waiting.push(frame);
      wire.events.onReadable();
      const out: Record<string, string[]> = {};
      for (const [tap, { left }] of wires) if (left.length > 0) out[tap.slice(1)] = left.splice(0);
      return { out, fate: compareFates(before, readFates(one, port)) };
    },
    setLink: (port, isUp) => wires.get(`t${port}`)?.events.onLink(isUp),
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

/** How often each fate was that of a frame of this port. */
function readFates(
  { core: { counters }, ports }: Switch,
  name: string,
): Map<DropReason | "forwarded", number> {
  const number = ports.find((port) => port?.configuration.name === name)?.number ?? 0;
  const drops = dropReasons.map(
    (reason, place) => [reason, readDropped(counters.dropped, number, place)] as const,
  );
  return new Map([...drops, ["forwarded", counters.forwarded[number] as number]]);
}

/** The fates that have become more. */
function compareFates<K>(before: ReadonlyMap<K, number>, after: ReadonlyMap<K, number>): string {
  return [...after]
    .filter(([fate, count]) => count !== before.get(fate))
    .map(([fate]) => fate)
    .join(" and ");
}
