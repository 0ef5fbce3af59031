/** Frames at chosen places of a client's memory, and what that memory must look like after the switch was there. */
import {
  chained,
  descriptorBytes,
  getRingBytes,
  type Ring,
  ringHeaderBytes,
  storeIndex,
} from "../../../src/link/memif/ring.ts";
import type { TestClient } from "./shm-switch.ts";

/** A frame, or the room of a posted buffer. */
export type Place = { readonly offset: number; readonly length: number };

/** What lies between two places at least, and must stay as it is. */
const gap = 16;

/**
 * Places below each other from the end of the memory down, each as near to the one above as its alignment allows.
 *
 * @param alignments offset of each, less a multiple of 16
 */
export function findPlaces(
  { client: { memory, layout } }: TestClient,
  length: number,
  alignments: readonly number[],
): readonly Place[] {
  const places: Place[] = [];
  let end = memory.bytes.length;
  for (const alignment of alignments) {
    const offset = end - length - ((end - length - alignment) & 15);
    places.push({ offset, length });
    end = offset - gap;
  }
  if (end < 2 * getRingBytes(layout.log2Slots)) throw new Error("no room for so many places");
  return places;
}

/** Noise from below the lowest place to the end of the memory. @param noise as long as the memory at least */
export function fillAround(
  { client: { memory } }: TestClient,
  places: readonly Place[],
  noise: Uint8Array,
): void {
  const first = Math.min(...places.map(({ offset }) => offset)) - gap;
  memory.bytes.set(noise.subarray(first, memory.bytes.length), first);
}

/** Writes a descriptor for each place, and moves the head to behind them. */
export function offerPlaces(
  { client: { memory } }: TestClient,
  ring: Ring,
  head: number,
  places: readonly (Place & { readonly flags?: number })[],
): void {
  for (const [index, { offset, length, flags = 0 }] of places.entries()) {
    const metadata = Math.imul(offset, 0x9e37_79b9);
    memory.words.set([flags, length, offset, metadata], findDescriptor(ring, head + index) / 4);
  }
  storeIndex(memory, ring.head, head + places.length);
}

/** A place in two pieces. @param cut bytes of the first one */
export function cutPlace(
  { offset, length }: Place,
  cut: number,
): readonly (Place & { readonly flags: number })[] {
  return [
    { offset, length: cut, flags: chained },
    { offset: offset + cut, length: length - cut, flags: 0 },
  ];
}

/** A copy of a memory, to do there what the switch is to do. */
export function createImage({ client: { memory } }: TestClient): {
  readonly bytes: Buffer;
  readonly putFrame: (ring: Ring, slot: number, at: Place, frame: Uint8Array) => void;
  readonly moveTail: (ring: Ring, tail: number) => void;
} {
  const bytes = Buffer.from(memory.bytes);
  return {
    bytes,
    putFrame: (ring, slot, { offset }, frame) => {
      bytes.set(frame, offset);
      const place = findDescriptor(ring, slot);
      bytes.writeUInt16LE(0, place);
      bytes.writeUInt32LE(frame.length, place + 4);
    },
    moveTail: (ring, tail) => bytes.writeUInt16LE(tail & 0xffff, ring.tail * 2),
  };
}

/** The first byte of a memory that is not as in its image; null where all are. */
export function findDifference({ client: { memory } }: TestClient, image: Buffer): string | null {
  const { buffer, byteOffset, length } = memory.bytes;
  const found = Buffer.from(buffer, byteOffset, length);
  if (found.equals(image)) return null;
  const at = image.findIndex((byte, index) => byte !== found[index]);
  return `${found[at]} instead of ${image[at]} at ${at} of ${length} bytes`;
}

/** In bytes. */
function findDescriptor({ cookie, slots }: Ring, index: number): number {
  return cookie * 4 + ringHeaderBytes + (index & (slots - 1)) * descriptorBytes;
}
