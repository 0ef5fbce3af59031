/** Descriptors of a client, written by hand: good ones and bad ones. */
import { raiseEventfd } from "../../../src/libc/shared/raise.ts";
import { getBufferOffset } from "../../../src/link/memif/client/layout.ts";
import { chained, descriptorWords, loadIndex, storeIndex } from "../../../src/link/memif/ring.ts";
import type { TestClient } from "./shm-switch.ts";

/** Flags and region, length, offset, metadata. */
export type Descriptor = readonly number[];

/** Writes descriptors behind the last frame of the client, and says so to the switch. */
export function sendDescriptors(client: TestClient | undefined, descriptors: readonly Descriptor[]): void {
  if (client === undefined) throw new Error("no client");
  const { memory, toServer } = client.client;
  const head = loadIndex(memory, toServer.head);
  for (const [index, words] of descriptors.entries()) {
    const slot = (head + index) & (toServer.slots - 1);
    memory.words.set(words, toServer.descriptors + slot * descriptorWords);
  }
  jump(client, descriptors.length);
}

/** Moves the head of the ring to the switch. */
export function jump(client: TestClient | undefined, slots: number): void {
  if (client === undefined) throw new Error("no client");
  const { memory, toServer } = client.client;
  storeIndex(memory, toServer.head, loadIndex(memory, toServer.head) + slots);
  raiseEventfd(client.descriptors.toServer[0]);
}

/**
 * Writes a frame in several pieces into the buffers of the next slots, and says so to the switch.
 *
 * @param cuts where the pieces begin, but the first; @param shift how far into its buffer each of them lies
 */
export function sendInPieces(
  client: TestClient,
  frame: Uint8Array,
  cuts: readonly number[],
  shift: number,
): void {
  const { memory, toServer, layout } = client.client;
  const head = loadIndex(memory, toServer.head);
  const edges = [0, ...cuts, frame.length];
  const descriptors = edges.slice(1).map((end, index) => {
    const piece = frame.subarray(edges[index], end);
    const offset = getBufferOffset("toServer", layout, (head + index) & (toServer.slots - 1)) + shift;
    memory.bytes.set(piece, offset);
    return [end === frame.length && index === cuts.length ? 0 : chained, piece.length, offset, 0];
  });
  sendDescriptors(client, descriptors);
}
