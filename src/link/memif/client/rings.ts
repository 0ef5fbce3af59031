/**
 * Frames through the rings of a client. All that has to be remembered lies in the rings, so another process can go on
 * with them.
 */
import { FailureError } from "../../../issue/exit-code.ts";
import {
  chained,
  countBetween,
  descriptorWords,
  loadIndex,
  noInterrupt,
  type Ring,
  storeIndex,
} from "../ring.ts";
import { type ClientMemory, getBufferOffset, getRoom } from "./layout.ts";

export type Put = "sent" | "sent, wake the server" | "no room";

/**
 * Puts a frame on the way to the server.
 *
 * @param frame not longer than {@link getRoom} says
 * @param number of the ring; frames keep their order within a ring only
 * @throws FailureError where the server has moved its index where it cannot be
 */
export function putFrame(client: ClientMemory, frame: Uint8Array, number = 0): Put {
  const { layout, memory, rings } = client;
  const ring = getRing(rings.toServer, number);
  if (countUnderway(client, ring) === ring.slots) return "no room";
  const head = loadIndex(memory, ring.head);
  const slot = head & (ring.slots - 1);
  const offset = getBufferOffset("toServer", layout, slot, number) + layout.headroom;
  memory.bytes.set(frame, offset);
  const place = ring.descriptors + slot * descriptorWords;
  memory.words[place] = 0;
  memory.words[place + 1] = frame.length;
  memory.words[place + 2] = offset;
  storeIndex(memory, ring.head, head + 1);
  return (loadIndex(memory, ring.flags) & noInterrupt) === 0 ? "sent, wake the server" : "sent";
}

/** Frames that were put into the rings and that the server has not taken yet. @throws FailureError as {@link putFrame} */
export function countWaiting(client: ClientMemory): number {
  return client.rings.toServer.reduce((total, ring) => total + countUnderway(client, ring), 0);
}

/**
 * Takes the next frame that came; null where none waits. Rings take turns.
 *
 * @throws FailureError where the server has written what cannot be into the ring
 */
export function takeNextFrame(client: ClientMemory): Uint8Array | null {
  const count = client.rings.toClient.length;
  for (let tried = 0; tried < count; tried++) {
    const number = (client.nextRing + tried) % count;
    const frame = takeFrom(client, number);
    if (frame === null) continue;
    client.nextRing = (number + 1) % count;
    return frame;
  }
  return null;
}

/** Says in its descriptor that a buffer of a ring to the client is empty, and how much room it has. */
export function postBuffer({ layout, memory, rings }: ClientMemory, number: number, index: number): void {
  const { words } = memory;
  const { slots, descriptors } = getRing(rings.toClient, number);
  const slot = index & (slots - 1);
  const place = descriptors + slot * descriptorWords;
  words[place] = 0;
  words[place + 1] = getRoom(layout);
  words[place + 2] = getBufferOffset("toClient", layout, slot, number) + layout.headroom;
  words[place + 3] = 0;
}

function getRing(rings: readonly Ring[], number: number): Ring {
  const ring = rings[number];
  if (ring === undefined) throw new RangeError(`ring ${number} of ${rings.length}`);
  return ring;
}

function countUnderway({ memory }: ClientMemory, { head, tail, slots }: Ring): number {
  const count = countBetween(loadIndex(memory, head), loadIndex(memory, tail));
  if (count > slots)
    throw new FailureError(`the server says that ${count} frames wait in a ring of ${slots}`);
  return count;
}

function takeFrom(client: ClientMemory, number: number): Uint8Array | null {
  const { memory, rings } = client;
  const { head, tail, slots } = getRing(rings.toClient, number);
  const posted = loadIndex(memory, head);
  const first = (posted - slots) & 0xffff;
  const filled = countBetween(loadIndex(memory, tail), first);
  if (filled > slots) throw new FailureError(`the server says that it filled ${filled} buffers of ${slots}`);
  const pieces = readPieces(client, number, first, filled);
  if (pieces === null) return null;
  const frame = Buffer.concat(pieces);
  for (const index of pieces.keys()) postBuffer(client, number, first + index);
  storeIndex(memory, head, posted + pieces.length);
  return frame;
}

/** A frame is one piece, or several where it is longer than a buffer. Null where its end has not come yet. */
function readPieces(
  client: ClientMemory,
  number: number,
  first: number,
  filled: number,
): readonly Uint8Array[] | null {
  const pieces: Uint8Array[] = [];
  while (pieces.length < filled) {
    const { bytes, isLast } = readPiece(client, number, first + pieces.length);
    pieces.push(bytes);
    if (isLast) return pieces;
  }
  const { slots } = getRing(client.rings.toClient, number);
  if (filled === slots) throw new FailureError(`the server filled all ${slots} buffers with one frame`);
  return null;
}

/** What the server wrote into a buffer, where it lies; each field of its descriptor is read once. */
function readPiece(
  { layout, memory, rings }: ClientMemory,
  number: number,
  index: number,
): { readonly bytes: Uint8Array; readonly isLast: boolean } {
  const { slots, descriptors } = getRing(rings.toClient, number);
  const slot = index & (slots - 1);
  const place = descriptors + slot * descriptorWords;
  const flags = memory.words[place] as number;
  const length = (memory.words[place + 1] as number) >>> 0;
  const offset = (memory.words[place + 2] as number) >>> 0;
  const expected = getBufferOffset("toClient", layout, slot, number) + layout.headroom;
  if (offset !== expected || length > getRoom(layout))
    throw new FailureError(
      `the server says that it wrote ${length} bytes at ${offset}, where ${getRoom(layout)} at ${expected} were posted`,
    );
  return { bytes: memory.bytes.subarray(offset, offset + length), isLast: (flags & chained) === 0 };
}
