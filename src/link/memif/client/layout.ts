/** The memory that a memif client makes: a ring each way, then a buffer for each slot of both. */
import { close } from "../../../libc/file.ts";
import { mapShared, unmap } from "../../../libc/memory.ts";
import { createEventfd } from "../../../libc/shared/eventfd.ts";
import { createMemfd } from "../../../libc/shared/memfd.ts";
import {
  descriptorWords,
  getRingBytes,
  locateRing,
  type Ring,
  ringCookie,
  type SharedMemory,
  storeIndex,
  viewMemory,
} from "../ring.ts";

export type Layout = {
  readonly log2Slots: number;
  /** Bytes of each buffer, and how many of them stay free before a frame. */
  readonly bufferBytes: number;
  readonly headroom: number;
};

/** The memory, what wakes the server and what wakes the client. */
export type ClientDescriptors = {
  readonly memfd: number;
  readonly toServer: number;
  readonly toClient: number;
};

export type ClientMemory = {
  readonly layout: Layout;
  readonly memory: SharedMemory;
  readonly toServer: Ring;
  readonly toClient: Ring;
  /** No view may be touched after this; descriptors stay open. */
  readonly unmap: () => void;
};

/** Makes memory with empty rings; all buffers of the way to the client are posted. */
export function createClientMemory(
  layout: Layout,
): ClientMemory & { readonly descriptors: ClientDescriptors } {
  const memfd = createMemfd("memif", getRegionBytes(layout));
  const descriptors = { memfd, toServer: createEventfd(), toClient: createEventfd() };
  const client = mapClientMemory(layout, descriptors);
  const { memory, toServer, toClient } = client;
  for (const ring of [toServer, toClient]) memory.words[ring.cookie] = ringCookie;
  for (let slot = 0; slot < toClient.slots; slot++) postBuffer(client, slot);
  storeIndex(memory, toClient.head, toClient.slots);
  return { ...client, descriptors };
}

/** Maps memory that was made before, perhaps by another process. */
export function mapClientMemory(layout: Layout, { memfd }: ClientDescriptors): ClientMemory {
  const mapping = mapShared(memfd, getRegionBytes(layout), 0, false);
  const [toServer, toClient] = [getRingOffset("toServer", layout), getRingOffset("toClient", layout)].map(
    (offset) => locateRing(offset, layout.log2Slots),
  ) as [Ring, Ring];
  return {
    layout,
    memory: viewMemory(new Uint8Array(mapping.bytes)),
    toServer,
    toClient,
    unmap: () => unmap(mapping),
  };
}

export function closeDescriptors({ memfd, toServer, toClient }: ClientDescriptors): void {
  for (const fd of [memfd, toServer, toClient]) close(fd);
}

export function getRegionBytes(layout: Layout): number {
  return getBufferOffset("toClient", layout, 2 ** layout.log2Slots);
}

export function getRingOffset(way: Way, { log2Slots }: Layout): number {
  return way === "toServer" ? 0 : getRingBytes(log2Slots);
}

/** Where the buffer of a slot begins. */
export function getBufferOffset(way: Way, { log2Slots, bufferBytes }: Layout, slot: number): number {
  const first = 2 * getRingBytes(log2Slots) + (way === "toServer" ? 0 : 2 ** log2Slots * bufferBytes);
  return first + slot * bufferBytes;
}

/** Says in its descriptor that a buffer is empty and how much room it has. */
export function postBuffer({ layout, memory, toClient }: ClientMemory, index: number): void {
  const slot = index & (toClient.slots - 1);
  const place = toClient.descriptors + slot * descriptorWords;
  memory.words[place] = 0;
  memory.words[place + 1] = layout.bufferBytes - layout.headroom;
  memory.words[place + 2] = getBufferOffset("toClient", layout, slot) + layout.headroom;
  memory.words[place + 3] = 0;
}

type Way = "toServer" | "toClient";
