/**
 * One connected peer, as the server has it. The peer can write anything anywhere in its memory at any time: each field is
 * read once, and what was read is what is checked.
 */
import { countBetween, loadIndex, noInterrupt, type Ring, type SharedMemory, storeIndex } from "./ring.ts";

export type Peer = {
  readonly memory: SharedMemory;
  /** Bytes of it. */
  readonly size: number;
  /** From the peer, and to it. */
  readonly toServer: Ring;
  readonly toClient: Ring;
  /** How far frames of the peer were taken, and how far they were given back. */
  taken: number;
  givenBack: number;
  /** How far posted buffers were filled, and how far the peer was told so. */
  filled: number;
  told: number;
  /** How far the peer has posted buffers, as last seen. */
  posted: number;
  /** Why it cannot go on with this peer; null while it can. */
  broken: string | null;
};

export function createPeer(memory: SharedMemory, toServer: Ring, toClient: Ring): Peer {
  const taken = loadIndex(memory, toServer.tail);
  const filled = loadIndex(memory, toClient.tail);
  const state = { taken, givenBack: taken, filled, told: filled, posted: filled, broken: null };
  return { memory, size: memory.bytes.length, toServer, toClient, ...state };
}

/** Whether frames of the peer wait. */
export function hasFrames({ memory, toServer, taken, broken }: Peer): boolean {
  return broken === null && loadIndex(memory, toServer.head) !== taken;
}

/** Gives the buffers of frames that were taken back to the peer. */
export function giveFramesBack(peer: Peer): void {
  if (peer.givenBack === peer.taken || peer.broken !== null) return;
  peer.givenBack = peer.taken;
  storeIndex(peer.memory, peer.toServer.tail, peer.taken);
}

/** Posted buffers that are left, after looking at what the peer has posted by now. @param filled how far they were filled */
export function countPosted(peer: Peer, filled: number): number {
  if (peer.broken !== null) return 0;
  const { memory, toClient } = peer;
  const posted = loadIndex(memory, toClient.head);
  const count = countBetween(posted, filled);
  if (count > toClient.slots) {
    peer.broken = `${count} buffers posted in a ring of ${toClient.slots}`;
    return 0;
  }
  peer.posted = posted;
  return count;
}

/** Tells the peer of the buffers that were filled; true where it has to be woken. */
export function tellFilled(peer: Peer): boolean {
  const { memory, toClient } = peer;
  if (peer.told === peer.filled || peer.broken !== null) return false;
  peer.told = peer.filled;
  storeIndex(memory, toClient.tail, peer.filled);
  return (loadIndex(memory, toClient.flags) & noInterrupt) === 0;
}

/** Says whether the peer need not wake this process. */
export function setInterrupts({ memory, toServer }: Peer, isWanted: boolean): void {
  Atomics.store(memory.halves, toServer.flags, isWanted ? 0 : noInterrupt);
}
