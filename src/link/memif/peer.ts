/**
 * The rings of one connected peer, as the server has them: what the peer sent is taken, what it posted is filled. The peer
 * can write anything anywhere in its memory at any time: each field is read once, and what was read is what is checked.
 */
import { type Frames, headerWords } from "../switch/core/frames.ts";
import { countNotSent, countSent, type NotSentReason, type SentCounters } from "../switch/port.ts";
import { getLeavingLength, writeFrame } from "./foreign-frames.ts";
import {
  chained,
  countBetween,
  descriptorWords,
  loadIndex,
  noInterrupt,
  type Ring,
  type SharedMemory,
  storeIndex,
} from "./ring.ts";

export type Peer = {
  readonly memory: SharedMemory;
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
  return { memory, toServer, toClient, ...state };
}

/** Whether frames of the peer wait. */
export function hasFrames({ memory, toServer, taken, broken }: Peer): boolean {
  return broken === null && loadIndex(memory, toServer.head) !== taken;
}

/**
 * Notes the frames that wait, at most as many as there is room for. One whose descriptors are wrong has no length: it
 * is counted and goes nowhere, and the next one is as good as ever.
 *
 * @returns how many
 */
export function takeFrames(peer: Peer, frames: Frames): number {
  const { memory, toServer, taken } = peer;
  frames.count = 0;
  if (peer.broken !== null) return 0;
  const waiting = countBetween(loadIndex(memory, toServer.head), taken);
  if (waiting > toServer.slots) {
    peer.broken = `${waiting} frames in a ring of ${toServer.slots}`;
    return 0;
  }
  let used = 0;
  while (used < waiting && frames.count < frames.capacity)
    used += takeFrame(peer, frames, taken + used, waiting - used);
  peer.taken = (taken + used) & 0xffff;
  return frames.count;
}

/** Gives the buffers of frames that were taken back to the peer. */
export function giveFramesBack(peer: Peer): void {
  if (peer.givenBack === peer.taken || peer.broken !== null) return;
  peer.givenBack = peer.taken;
  storeIndex(peer.memory, peer.toServer.tail, peer.taken);
}

/** Writes a frame into the next buffer that the peer has posted; counts what became of it. */
export function fillBuffer(peer: Peer, frames: Frames, index: number, tag: number, sent: SentCounters): void {
  const length = getLeavingLength(frames, index, tag);
  const reason = fillNext(peer, frames, index, tag, length);
  if (reason === null) countSent(sent, length);
  else countNotSent(sent, reason);
}

/** Null where it went, else why it did not; the posted buffer then waits for the next one. */
function fillNext(
  peer: Peer,
  frames: Frames,
  index: number,
  tag: number,
  length: number,
): NotSentReason | null {
  const { memory, toClient, filled } = peer;
  if (peer.broken !== null) return "down";
  if (peer.posted === filled && !hasPosted(peer)) return peer.broken === null ? "no_room" : "down";
  const place = toClient.descriptors + (filled & (toClient.slots - 1)) * descriptorWords;
  const region = (memory.words[place] as number) >>> 16;
  const room = memory.words[place + 1] as number;
  const offset = memory.words[place + 2] as number;
  if (region !== 0 || offset + room > memory.bytes.length) {
    peer.broken = `a posted buffer of ${room} bytes at ${offset} of region ${region}`;
    return "down";
  }
  if (length > room) return "too_long";
  writeFrame(frames, index, tag, memory, offset);
  memory.halves[place * 2] = 0;
  memory.words[place + 1] = length;
  peer.filled = (filled + 1) & 0xffff;
  return null;
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

function hasPosted(peer: Peer): boolean {
  const { memory, toClient, filled } = peer;
  const posted = loadIndex(memory, toClient.head);
  const count = countBetween(posted, filled);
  if (count > toClient.slots) {
    peer.broken = `${count} buffers posted in a ring of ${toClient.slots}`;
    return false;
  }
  peer.posted = posted;
  return count > 0;
}

/** Takes the frame of a slot; returns how many slots it has, more than one where it was chained (and is refused). */
function takeFrame(peer: Peer, frames: Frames, slot: number, waiting: number): number {
  const { memory, toServer } = peer;
  const { words, bytes } = memory;
  const place = toServer.descriptors + (slot & (toServer.slots - 1)) * descriptorWords;
  const first = words[place] as number;
  const length = words[place + 1] as number;
  const offset = words[place + 2] as number;
  const index = frames.count++;
  // numbers of JavaScript: the sum of two words does not run over
  const isGood = first >>> 16 === 0 && (first & chained) === 0 && offset + length <= bytes.length;
  frames.start[index] = isGood ? offset : 0;
  frames.length[index] = isGood ? length : 0;
  if (isGood) readHeader(memory, frames, index, offset, length);
  return (first & chained) === 0 ? 1 : countChained(peer, slot, waiting);
}

function countChained({ memory, toServer }: Peer, slot: number, waiting: number): number {
  let count = 1;
  for (; count < waiting; count++) {
    const place = toServer.descriptors + ((slot + count) & (toServer.slots - 1)) * descriptorWords;
    if (((memory.words[place] as number) & chained) === 0) return count + 1;
  }
  return count;
}

const headerBytes = headerWords * 4;

/** The first 16 bytes, once; of a shorter frame those that it has. */
function readHeader(
  { words, bytes }: SharedMemory,
  frames: Frames,
  index: number,
  offset: number,
  length: number,
): void {
  const { header } = frames;
  const to = index * headerWords;
  if ((offset & 3) === 0 && length >= headerBytes) {
    const from = offset >>> 2;
    header[to] = words[from] as number;
    header[to + 1] = words[from + 1] as number;
    header[to + 2] = words[from + 2] as number;
    header[to + 3] = words[from + 3] as number;
    return;
  }
  for (let word = 0; word < headerWords; word++) {
    let value = 0;
    for (let byte = 0; byte < 4; byte++) {
      const at = word * 4 + byte;
      if (at < length) value |= (bytes[offset + at] as number) << (8 * byte);
    }
    header[to + word] = value;
  }
}
