/** Frames of any port, written into a memory of one's own with the tag that they leave with. */
import type { Frames } from "../switch/core/frames.ts";
import { untagged } from "../switch/port.ts";
import { makeTag } from "../switch/tap/change-tag.ts";
import { copyBytes } from "./copy.ts";
import type { SharedMemory } from "./ring.ts";

const tagBytes = 4;
/** Destination and source. */
const addressBytes = 12;
/** The type of a tag, 0x8100, as it lies in a word of little endian order. */
const tagType = 0x0081;

/** Bytes that a frame has when it leaves with that tag. */
export function getLeavingLength({ length, tagged }: Frames, index: number, tag: number): number {
  const bare = (length[index] as number) - (tagged[index] === 1 ? tagBytes : 0);
  return tag === untagged ? bare : bare + tagBytes;
}

/**
 * Writes a frame. Its addresses, and the type of one that came without a tag, are written as they were judged: the
 * memory that it lies in may be another process's, which can change it at any time.
 *
 * @param at offset in `target`, which has room for `getLeavingLength`
 */
export function writeFrame(
  frames: Frames,
  index: number,
  tag: number,
  target: SharedMemory,
  at: number,
): void {
  const { header, start, length, tagged } = frames;
  const word = index * 4;
  const isAligned = (at & 3) === 0;
  putWord(target, at, header[word] as number, isAligned);
  putWord(target, at + 4, header[word + 1] as number, isAligned);
  putWord(target, at + 8, header[word + 2] as number, isAligned);
  let to = at + addressBytes;
  if (tag !== untagged) {
    putWord(target, to, makeTag(tag), isAligned);
    to += tagBytes;
  }
  const from = start[index] as number;
  const isTagged = tagged[index] === 1;
  const type = header[word + 3] as number;
  let skipped = addressBytes;
  if (isTagged) skipped += tagBytes;
  else if ((type & 0xffff) !== tagType) {
    const judged = Math.min((length[index] as number) - addressBytes, 4);
    putPart(target, to, type, judged, isAligned);
    to += judged;
    skipped += judged;
  }
  copyBytes(viewFrames(frames), from + skipped, target, to, (length[index] as number) - skipped);
}

function putWord({ bytes, words }: SharedMemory, at: number, word: number, isAligned: boolean): void {
  if (isAligned) {
    words[at >>> 2] = word;
    return;
  }
  bytes[at] = word;
  bytes[at + 1] = word >>> 8;
  bytes[at + 2] = word >>> 16;
  bytes[at + 3] = word >>> 24;
}

/** The first bytes of a word: of a frame of 14 or 15 bytes there are no four behind the addresses. */
function putPart(memory: SharedMemory, at: number, word: number, count: number, isAligned: boolean): void {
  if (count === 4) putWord(memory, at, word, isAligned);
  else for (let index = 0; index < count; index++) memory.bytes[at + index] = word >>> (8 * index);
}

/** The memory of the last batch in all widths: most frames come from the same one as the frame before. */
let viewed: { readonly of: Uint8Array; readonly memory: SharedMemory } | undefined;

function viewFrames({ memory }: Frames): SharedMemory {
  if (viewed?.of === memory) return viewed.memory;
  const { buffer, byteOffset, byteLength } = memory;
  const halves = new Uint16Array(buffer, byteOffset, byteLength >>> 1);
  const words = new Uint32Array(buffer, byteOffset, byteLength >>> 2);
  viewed = { of: memory, memory: { bytes: memory, halves, words } };
  return viewed.memory;
}
