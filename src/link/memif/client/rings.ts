/**
 * Frames through the rings of a client. All that has to be remembered lies in the rings, so another process can go on
 * with them.
 */
import { FailureError } from "../../../issue/exit-code.ts";
import { countBetween, descriptorWords, loadIndex, noInterrupt, storeIndex } from "../ring.ts";
import { type ClientMemory, getBufferOffset, postBuffer } from "./layout.ts";

export type Put = "sent" | "sent, wake the server" | "no room";

/** Longest frame that a buffer takes. */
export function getMaxFrame({ layout }: ClientMemory): number {
  return layout.bufferBytes - layout.headroom;
}

/** Puts a frame on the way to the server; it is not longer than `getMaxFrame`. */
export function putFrame(client: ClientMemory, frame: Uint8Array): Put {
  const { layout, memory, toServer } = client;
  const head = loadIndex(memory, toServer.head);
  if (countBetween(head, loadIndex(memory, toServer.tail)) >= toServer.slots) return "no room";
  const slot = head & (toServer.slots - 1);
  const offset = getBufferOffset("toServer", layout, slot) + layout.headroom;
  memory.bytes.set(frame, offset);
  const place = toServer.descriptors + slot * descriptorWords;
  memory.words[place] = 0;
  memory.words[place + 1] = frame.length;
  memory.words[place + 2] = offset;
  storeIndex(memory, toServer.head, head + 1);
  return (loadIndex(memory, toServer.flags) & noInterrupt) === 0 ? "sent, wake the server" : "sent";
}

/** Takes the next frame that came; null where none waits. */
export function takeNextFrame(client: ClientMemory): Uint8Array | null {
  const { memory, toClient } = client;
  const head = loadIndex(memory, toClient.head);
  const taken = (head - toClient.slots) & 0xffff;
  if (loadIndex(memory, toClient.tail) === taken) return null;
  const place = toClient.descriptors + (taken & (toClient.slots - 1)) * descriptorWords;
  const length = memory.words[place + 1] as number;
  const offset = memory.words[place + 2] as number;
  if (offset + length > memory.bytes.length)
    throw new FailureError(`the server wrote a frame of ${length} bytes at ${offset} into a descriptor`);
  const frame = memory.bytes.slice(offset, offset + length);
  postBuffer(client, taken);
  storeIndex(memory, toClient.head, head + 1);
  return frame;
}
