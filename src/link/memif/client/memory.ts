/** The memory that a memif client makes, or goes on with, and what wakes whoever waits on its rings. */
import { close } from "../../../libc/file.ts";
import { mapShared, unmap } from "../../../libc/memory.ts";
import { createEventfd } from "../../../libc/shared/eventfd.ts";
import { createMemfd } from "../../../libc/shared/memfd.ts";
import { loadIndex, ringCookie, storeIndex, viewMemory } from "../ring.ts";
import {
  type ClientMemory,
  getRegionBytes,
  type Layout,
  locateRings,
  makeSeveral,
  type Several,
} from "./layout.ts";
import { postBuffer } from "./rings.ts";

/** The memory, and eventfds. */
export type ClientDescriptors = {
  readonly memfd: number;
  /** One for each ring to the server, which may have a thread for each. */
  readonly toServer: Several<number>;
  /** One for all rings to the client: whichever is filled, the same process looks at all of them. */
  readonly toClient: number;
};

/** Makes memory with empty rings; all buffers of the way to the client are posted. @throws LibcError */
export function createClientMemory(
  layout: Layout,
): ClientMemory & { readonly descriptors: ClientDescriptors } {
  const descriptors = createDescriptors(layout);
  try {
    const client = mapClientMemory(layout, descriptors.memfd);
    postAll(client);
    return { ...client, descriptors };
  } catch (error) {
    closeDescriptors(descriptors);
    throw error;
  }
}

/** Maps memory that was made before, perhaps by another process. */
export function mapClientMemory(layout: Layout, memfd: number): ClientMemory {
  const mapping = mapShared(memfd, getRegionBytes(layout), 0, false);
  const rings = locateRings(layout);
  return {
    layout,
    memory: viewMemory(new Uint8Array(mapping.bytes)),
    toServer: rings.toServer[0],
    toClient: rings.toClient[0],
    rings,
    nextRing: 0,
    unmap: () => unmap(mapping),
  };
}

/**
 * Says once more that all buffers are posted where the server has forgotten it: DPDK's sets the indexes to 0 before it says
 * that the link stands.
 */
export function postAgain({ memory, rings }: ClientMemory): void {
  for (const { head, slots } of rings.toClient)
    if (loadIndex(memory, head) === 0) storeIndex(memory, head, slots);
}

/** In the order in which {@link readDescriptorList} has them. */
export function listDescriptors({ memfd, toClient, toServer }: ClientDescriptors): number[] {
  return [memfd, toClient, ...toServer];
}

/** Null where there are too few of them for a client. */
export function readDescriptorList(descriptors: readonly number[]): ClientDescriptors | null {
  const [memfd, toClient, first, ...others] = descriptors;
  if (memfd === undefined || toClient === undefined || first === undefined) return null;
  return { memfd, toClient, toServer: [first, ...others] };
}

export function closeDescriptors(descriptors: ClientDescriptors): void {
  for (const fd of listDescriptors(descriptors)) close(fd);
}

function createDescriptors(layout: Layout): ClientDescriptors {
  const opened: number[] = [];
  const keep = (fd: number) => {
    opened.push(fd);
    return fd;
  };
  try {
    const memfd = keep(createMemfd("memif", getRegionBytes(layout)));
    const toClient = keep(createEventfd());
    return { memfd, toClient, toServer: makeSeveral(layout.ringsToServer, () => keep(createEventfd())) };
  } catch (error) {
    opened.forEach(close);
    throw error;
  }
}

function postAll(client: ClientMemory): void {
  const { memory, rings } = client;
  for (const { cookie } of [...rings.toServer, ...rings.toClient]) memory.words[cookie] = ringCookie;
  for (const [number, { slots, head }] of rings.toClient.entries()) {
    for (let slot = 0; slot < slots; slot++) postBuffer(client, number, slot);
    storeIndex(memory, head, slots);
  }
}
