/** How the memory of a memif client is laid out: all rings, then a buffer for each slot of each of them. Pure. */
import type { Hello } from "../control-message.ts";
import { getRingBytes, locateRing, type Ring, type SharedMemory } from "../ring.ts";

export type Layout = {
  readonly log2Slots: number;
  /** Bytes of each buffer, and how many of them stay free before a frame. */
  readonly bufferBytes: number;
  readonly headroom: number;
  /** How many rings there are to the server and to the client: one or more. */
  readonly ringsToServer: number;
  readonly ringsToClient: number;
};

export type Way = "toServer" | "toClient";

/** At least one. */
export type Several<T> = readonly [T, ...T[]];

export type ClientMemory = {
  readonly layout: Layout;
  readonly memory: SharedMemory;
  /** The first ring of each way, which every server has. */
  readonly toServer: Ring;
  readonly toClient: Ring;
  readonly rings: Readonly<Record<Way, Several<Ring>>>;
  /** Number of the ring to the client that is looked at first: they take turns. */
  nextRing: number;
  /** No view may be touched after this; descriptors stay open. */
  readonly unmap: () => void;
};

/**
 * As much of a layout as a server takes by its greeting. It may still refuse rings: DPDK's greeting always names 256 each way,
 * whatever number of queues it has.
 */
export function fitLayout(layout: Layout, { maxLog2Slots, maxRingToServer, maxRingToClient }: Hello): Layout {
  return {
    ...layout,
    log2Slots: Math.min(layout.log2Slots, maxLog2Slots),
    ringsToServer: Math.min(layout.ringsToServer, maxRingToServer + 1),
    ringsToClient: Math.min(layout.ringsToClient, maxRingToClient + 1),
  };
}

export function locateRings(layout: Layout): ClientMemory["rings"] {
  const locate = (way: Way, ring: number) => locateRing(getRingOffset(way, layout, ring), layout.log2Slots);
  return {
    toServer: makeSeveral(layout.ringsToServer, (ring) => locate("toServer", ring)),
    toClient: makeSeveral(layout.ringsToClient, (ring) => locate("toClient", ring)),
  };
}

/** One for each number from 0 on. */
export function makeSeveral<T>(count: number, make: (number: number) => T): Several<T> {
  return [make(0), ...Array.from({ length: count - 1 }, (_, index) => make(index + 1))];
}

/** Bytes of all of it. */
export function getRegionBytes(layout: Layout): number {
  return getBufferOffset("toClient", layout, 0, layout.ringsToClient);
}

export function getRingOffset(way: Way, layout: Layout, ring = 0): number {
  return countRingsBefore(way, layout, ring) * getRingBytes(layout.log2Slots);
}

/** Where the buffer of a slot begins. */
export function getBufferOffset(way: Way, layout: Layout, slot: number, ring = 0): number {
  const { log2Slots, bufferBytes, ringsToServer, ringsToClient } = layout;
  const first = (ringsToServer + ringsToClient) * getRingBytes(log2Slots);
  return first + (countRingsBefore(way, layout, ring) * 2 ** log2Slots + slot) * bufferBytes;
}

/** Bytes of the longest frame that a buffer takes. */
export function getRoom({ bufferBytes, headroom }: Layout): number {
  return bufferBytes - headroom;
}

function countRingsBefore(way: Way, { ringsToServer }: Layout, ring: number): number {
  return way === "toServer" ? ring : ringsToServer + ring;
}
