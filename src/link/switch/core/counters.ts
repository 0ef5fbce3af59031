/** What became of every frame that came in. Each ends in exactly one of `dropped` and `forwarded`. */
import { maxPorts } from "../../../vlan/limits.ts";
import type { Frames } from "./frames.ts";

/** Why a frame goes nowhere, in the order of the checks. */
export const dropReason = {
  down: 0,
  descriptor: 1,
  malformed: 2,
  source: 3,
  reserved: 4,
  vlan: 5,
  flood: 6,
  same_port: 7,
  no_port: 8,
} as const;
export type DropReason = keyof typeof dropReason;
export const dropReasons = Object.keys(dropReason) as readonly DropReason[];

/** How a frame of a VLAN goes on: to one port, to all as its address is not known, or to all as it is for a group. */
export const way = { unicast: 0, flood: 1, group: 2 } as const;
export type Way = keyof typeof way;
export const ways = Object.keys(way) as readonly Way[];

/** Numbers up to 2⁵³, by port unless said otherwise. */
export type Counters = {
  readonly received: Float64Array;
  readonly receivedBytes: Float64Array;
  readonly forwarded: Float64Array;
  /** By port and reason. */
  readonly dropped: Float64Array;
  /** By VLAN and way. */
  readonly vlan: Float64Array;
  /** Copies of frames that a port was to send. */
  readonly copies: Float64Array;
  /** Addresses that moved to a port. */
  readonly moves: Float64Array;
  /** Addresses that a port could not teach as it had taught as many as it may. */
  readonly tableFull: Float64Array;
};

export function createCounters(): Counters {
  const byPort = () => new Float64Array(maxPorts);
  return {
    received: byPort(),
    receivedBytes: byPort(),
    forwarded: byPort(),
    dropped: new Float64Array(maxPorts * dropReasons.length),
    vlan: new Float64Array(4096 * ways.length),
    copies: byPort(),
    moves: byPort(),
    tableFull: byPort(),
  };
}

/** A new port begins with zeros. */
export function clearCounters(counters: Counters, port: number): void {
  const { dropped, received, receivedBytes, forwarded, copies, moves, tableFull } = counters;
  for (const column of [received, receivedBytes, forwarded, copies, moves, tableFull]) column[port] = 0;
  dropped.fill(0, port * dropReasons.length, (port + 1) * dropReasons.length);
}

export function countOne(column: Float64Array, place: number): void {
  addTo(column, place, 1);
}

function addTo(column: Float64Array, place: number, count: number): void {
  column[place] = (column[place] as number) + count;
}

/** Notes the frames of a batch that came in at a port. */
export function countReceived({ received, receivedBytes }: Counters, port: number, frames: Frames): void {
  const { length, count } = frames;
  let bytes = 0;
  for (let index = 0; index < count; index++) bytes += length[index] as number;
  addTo(received, port, count);
  addTo(receivedBytes, port, bytes);
}

/** Notes frames that go from one port to one other. */
export function countUnicast(
  { forwarded, vlan, copies }: Counters,
  port: number,
  to: number,
  vid: number,
  count: number,
): void {
  addTo(forwarded, port, count);
  addTo(vlan, vid * ways.length + way.unicast, count);
  addTo(copies, to, count);
}
