/**
 * A VLAN switch as plainly as it can be written: Maps, one frame at a time, nothing shared with the switch itself but
 * the sentences of docs/switch.md. It is what the switch is held against.
 */
import type { CasePort, Sent } from "./cases.ts";

export type ModelPort = CasePort & {
  /** Frames a second that it may flood; without it there is no limit. */
  readonly flood?: number;
  /** The other end, where it is not the one that goes by the port's name: links are up or down there. */
  readonly tap?: string;
};

export type Model = {
  readonly configure: (
    ports: Readonly<Record<string, ModelPort>>,
    settings: { ageing: number; addresses?: number },
  ) => void;
  readonly receive: (
    port: string,
    frame: Uint8Array,
  ) => {
    readonly out: Sent;
    readonly fate: string;
    /** Its source could not be learned, as the port has taught as many as it may. */
    readonly isFull?: boolean;
  };
  readonly setLink: (port: string, isUp: boolean) => void;
  /** Seconds. */
  readonly wait: (seconds: number) => void;
  /** `vlan mac port` of every address that is known, sorted. */
  readonly known: () => string[];
};

type Known = { port: string; seen: number };

const mtu = 1500;

export function createModel(): Model {
  let ports = new Map<string, ModelPort>();
  let ageing = 300;
  let limit = Number.POSITIVE_INFINITY;
  let now = 0;
  const addresses = new Map<string, Known>();
  /** Other ends whose link is down. */
  const down = new Set<string>();
  const flooded = new Map<string, { second: number; count: number }>();

  const isKnown = (key: string) => {
    const found = addresses.get(key);
    if (found !== undefined && now - found.seen >= ageing) addresses.delete(key);
    return addresses.has(key);
  };
  const forget = (isForgotten: (key: string, port: string) => boolean) => {
    for (const [key, { port }] of addresses) if (isForgotten(key, port)) addresses.delete(key);
  };
  /** False where the port is full. */
  const learn = (key: string, port: string) => {
    if (isKnown(key) && addresses.get(key)?.port === port) {
      addresses.set(key, { port, seen: now });
      return true;
    }
    addresses.delete(key);
    const own = [...addresses].filter(([other, at]) => at.port === port && isKnown(other));
    if (own.length >= limit) return false;
    addresses.set(key, { port, seen: now });
    return true;
  };
  const mayFlood = (port: string) => {
    const most = ports.get(port)?.flood ?? 0;
    if (most === 0) return true;
    const second = Math.floor(now);
    const before = flooded.get(port);
    const count = before?.second === second ? before.count : 0;
    if (count >= most) return false;
    flooded.set(port, { second, count: count + 1 });
    return true;
  };

  const receive: Model["receive"] = (from, frame) => {
    let isFull = false;
    const lost = (fate: string) => ({ out: {}, fate, isFull });
    const port = ports.get(from);
    if (port === undefined) return lost("no such port");
    if (down.has(getTap(from, port))) return lost("down");
    if (frame.length < 14) return lost("malformed");
    const type = hex(frame.subarray(12, 14));
    if ((type === "8100" || type === "88a8") && frame.length < 20) return lost("malformed");
    const [to, source] = [hex(frame.subarray(0, 6)), hex(frame.subarray(6, 12))];
    if (isGroup(source) || source === "000000000000") return lost("source");
    const tag = type === "8100" ? ((frame[14] ?? 0) << 8) | (frame[15] ?? 0) : 0;
    const vlan = tag & 0xfff || getOwn(port);
    const isIn = hasVlan(port, vlan);
    const isReserved = /^0180c200000[1-9a-f]$/.test(to);
    if (isIn && to !== "0180c2000001") isFull = !learn(`${vlan} ${source}`, from);
    if (isReserved) return lost("reserved");
    if (!isIn) return lost("vlan");
    const key = `${vlan} ${to}`;
    const isUnicast = !isGroup(to) && isKnown(key);
    const known = isUnicast ? addresses.get(key)?.port : undefined;
    if (known === from) return lost("same_port");
    if (!isUnicast && !mayFlood(from)) return lost("flood");
    const others = known !== undefined ? [known] : [...ports.keys()].filter((name) => name !== from);
    const targets = others.filter((name) => {
      const other = ports.get(name);
      if (other === undefined || down.has(getTap(name, other)) || !hasVlan(other, vlan)) return false;
      return !(port.isolated && other.isolated);
    });
    if (targets.length === 0) return lost("no_port");
    const bare =
      type === "8100" ? Buffer.concat([frame.subarray(0, 12), frame.subarray(16)]) : Buffer.from(frame);
    const out: Record<string, string[]> = {};
    for (const name of targets) {
      if (bare.length > mtu + 18) continue;
      const isBare = getOwn(ports.get(name) ?? {}) === vlan;
      out[name] = [hex(isBare ? bare : insertTag(bare, (tag & 0xf000) | vlan))];
    }
    return { out, fate: "forwarded", isFull };
  };

  return {
    receive,
    configure: (wanted, settings) => {
      // what is too old by now stays forgotten, whatever the ageing time becomes
      for (const key of [...addresses.keys()]) isKnown(key);
      const next = new Map(Object.entries(wanted));
      const taps = new Set([...next].map(([name, port]) => getTap(name, port)));
      for (const tap of down) if (!taps.has(tap)) down.delete(tap);
      for (const [name, before] of ports) {
        const after = next.get(name);
        const stays = after !== undefined && getTap(name, after) === getTap(name, before);
        forget((key, port) => port === name && !(stays && hasVlan(after, Number(key.split(" ")[0]))));
        if (!stays) flooded.delete(name);
      }
      ports = next;
      ageing = settings.ageing;
      limit = settings.addresses ?? Number.POSITIVE_INFINITY;
    },
    setLink: (port, isUp) => {
      const found = ports.get(port);
      if (found === undefined) return;
      if (isUp) down.delete(getTap(port, found));
      else down.add(getTap(port, found));
      if (!isUp) forget((_, at) => at === port);
    },
    wait: (seconds) => {
      now += seconds;
    },
    known: () =>
      [...addresses.keys()]
        .filter(isKnown)
        .map((key) => `${key} ${addresses.get(key)?.port}`)
        .sort(),
  };
}

function getTap(name: string, { tap = `t${name}` }: ModelPort): string {
  return tap;
}

function getOwn({ access, native }: ModelPort): number {
  return access ?? native ?? 0;
}

function hasVlan(port: ModelPort, vlan: number): boolean {
  if (vlan === 0 || vlan === 4095) return false;
  if (getOwn(port) === vlan) return true;
  if (port.trunk === undefined) return false;
  if (port.trunk === "all") return true;
  return `${port.trunk}`.split(",").some((part) => {
    const [first = 0, last = first] = part.split("-").map(Number);
    return vlan >= first && vlan <= last;
  });
}

function insertTag(frame: Uint8Array, tag: number): Uint8Array {
  return Buffer.concat([
    frame.subarray(0, 12),
    Uint8Array.of(0x81, 0x00, tag >> 8, tag & 0xff),
    frame.subarray(12),
  ]);
}

function isGroup(address: string): boolean {
  return (Number.parseInt(address.slice(0, 2), 16) & 1) === 1;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
