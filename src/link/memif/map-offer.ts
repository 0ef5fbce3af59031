/** The memory that a peer offers, mapped: after it was seen that nothing in it can end or stop this process. */
import { fstatSync } from "node:fs";
import { FailureError } from "../../issue/exit-code.ts";
import { LibcError } from "../../libc/errno.ts";
import { mapShared, unmap } from "../../libc/memory.ts";
import { isEventfd } from "../../libc/shared/eventfd.ts";
import { isOnTmpfs, readSeals, seal } from "../../libc/shared/memfd.ts";
import type { RegionOffer, WholeOffer } from "./handshake.ts";
import { locateRing, type Ring, ringCookie, type SharedMemory, viewMemory } from "./ring.ts";

export type MappedOffer = {
  readonly memory: SharedMemory;
  readonly toServer: Ring;
  readonly toClient: Ring;
  /** No view may be touched after this. */
  readonly unmap: () => void;
};

/** @throws FailureError, LibcError: why the peer is turned away */
export function mapOffer({ region, toServer, toClient }: WholeOffer): MappedOffer {
  checkMemory(region);
  if (!isEventfd(toServer.eventfd) || !isEventfd(toClient.eventfd))
    throw new FailureError("a descriptor that is not an eventfd");
  const mapping = mapShared(region.memfd, region.size, 0, false);
  const memory = viewMemory(new Uint8Array(mapping.bytes));
  const rings = [toServer, toClient].map(({ offset, log2Slots }) => locateRing(offset, log2Slots));
  const [first, second] = rings as [Ring, Ring];
  if (rings.some(({ cookie }) => memory.words[cookie] !== ringCookie)) {
    unmap(mapping);
    throw new FailureError("a ring without its cookie");
  }
  return { memory, toServer: first, toClient: second, unmap: () => unmap(mapping) };
}

/**
 * A memfd that cannot get smaller, with ordinary pages: where a page is missing, touching it ends the process
 * (SIGBUS), and a file of another kind could let it wait for ever.
 */
function checkMemory({ memfd, size }: RegionOffer): void {
  if ((findSeals(memfd) & seal.SHRINK) === 0) throw new FailureError("memory without the seal F_SEAL_SHRINK");
  if (!isOnTmpfs(memfd)) throw new FailureError("memory of huge pages");
  const { size: real } = fstatSync(memfd);
  if (real < size) throw new FailureError(`memory of ${real} bytes, not ${size}`);
}

function findSeals(fd: number): number {
  try {
    return readSeals(fd);
  } catch (error) {
    if (error instanceof LibcError) return 0; // a file that cannot have seals
    throw error;
  }
}
