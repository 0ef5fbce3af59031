/** Frames of any port, written into a memory of one's own with the tag that they leave with. */
import { macBytes, tagBytes } from "../../frame/fields.ts";
import { type Frames, headerBytes, headerWords } from "../switch/core/frames.ts";
import { untagged } from "../switch/port.ts";
import { makeTag } from "../switch/tap/change-tag.ts";
import { copyBytes } from "./copy.ts";
import { type SharedMemory, viewMemory } from "./ring.ts";

/** Destination and source. */
const addressBytes = 2 * macBytes;
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
  const source = viewFrames(frames);
  if (((at | (frames.start[index] as number)) & 3) === 0)
    writeAligned(frames, index, tag, source, target, at);
  else writeAnywhere(frames, index, tag, source, target, at);
}

/** Both places are multiples of four: nothing but words is moved, up to the last few bytes. */
function writeAligned(
  { header, start, length, tagged }: Frames,
  index: number,
  tag: number,
  source: SharedMemory,
  target: SharedMemory,
  at: number,
): void {
  const { words } = target;
  const word = index * headerWords;
  let to = at >>> 2;
  words[to] = header[word] as number;
  words[to + 1] = header[word + 1] as number;
  words[to + 2] = header[word + 2] as number;
  to += 3;
  if (tag !== untagged) words[to++] = makeTag(tag);
  const from = start[index] as number;
  const size = length[index] as number;
  let skipped = addressBytes;
  const type = header[word + 3] as number;
  if (tagged[index] === 1) skipped += tagBytes;
  else if ((type & 0xffff) !== tagType) {
    if (size < headerBytes) {
      putPart(target, to * 4, type, size - addressBytes);
      return;
    }
    words[to++] = type;
    skipped += 4;
  }
  copyBytes(source, from + skipped, target, to * 4, size - skipped);
}

function writeAnywhere(
  { header, start, length, tagged }: Frames,
  index: number,
  tag: number,
  source: SharedMemory,
  target: SharedMemory,
  at: number,
): void {
  const word = index * headerWords;
  for (let part = 0; part < 3; part++) putPart(target, at + 4 * part, header[word + part] as number, 4);
  let to = at + addressBytes;
  if (tag !== untagged) {
    putPart(target, to, makeTag(tag), 4);
    to += tagBytes;
  }
  const type = header[word + 3] as number;
  const size = length[index] as number;
  let skipped = addressBytes;
  if (tagged[index] === 1) skipped += tagBytes;
  else if ((type & 0xffff) !== tagType) {
    const judged = Math.min(size - addressBytes, 4);
    putPart(target, to, type, judged);
    to += judged;
    skipped += judged;
  }
  copyBytes(source, (start[index] as number) + skipped, target, to, size - skipped);
}

/** The first bytes of a word: of a frame of 14 or 15 bytes there are no four behind the addresses. */
function putPart({ bytes }: SharedMemory, at: number, word: number, count: number): void {
  for (let index = 0; index < count; index++) bytes[at + index] = word >>> (8 * index);
}

/** The memory of the last batch in all widths: most batches come from the same one as the batch before. */
let viewed: SharedMemory | undefined;

/** The memory that frames lie in, in all widths. */
export function viewFrames({ memory }: Frames): SharedMemory {
  if (viewed?.bytes !== memory) viewed = viewMemory(memory);
  return viewed;
}
