/** Puts a tag into a frame, takes it out or changes it, where the frame lies: two addresses move, nothing else. */
import { tagBytes } from "../../../frame/fields.ts";
import { type Frames, headerWords } from "../core/frames.ts";
import { untagged } from "../port.ts";

/** Two addresses, in words. */
const addressWords = 3;
/** The type of a tag, 0x8100, as it lies in the lower half of a word. */
const tagType = 0x0081;

/** Whether a frame has to be changed before it can leave with that tag. */
export function needsChange(frames: Frames, words: Uint32Array, index: number, tag: number): boolean {
  if (tag === untagged) return frames.tagged[index] === 1;
  if (frames.tagged[index] === 0) return true;
  return words[tagPlace(frames, index)] !== makeTag(tag);
}

/** Changes a frame, and its columns with it. It begins at a multiple of four, with room for a tag before it. */
export function changeTag(frames: Frames, words: Uint32Array, index: number, tag: number): void {
  const { start, length, tagged } = frames;
  if (tag === untagged) {
    start[index] = (start[index] as number) + tagBytes;
    length[index] = (length[index] as number) - tagBytes;
    tagged[index] = 0;
    writeAddresses(frames, words, index);
    return;
  }
  if (tagged[index] === 0) {
    start[index] = (start[index] as number) - tagBytes;
    length[index] = (length[index] as number) + tagBytes;
    tagged[index] = 1;
    writeAddresses(frames, words, index);
  }
  words[tagPlace(frames, index)] = makeTag(tag);
}

/** From the header as it was read: the addresses never change. */
function writeAddresses({ start, header }: Frames, words: Uint32Array, index: number): void {
  const to = (start[index] as number) >>> 2;
  const from = index * headerWords;
  for (let word = 0; word < addressWords; word++) words[to + word] = header[from + word] as number;
}

function tagPlace({ start }: Frames, index: number): number {
  return ((start[index] as number) >>> 2) + addressWords;
}

/** The tag as a word of little endian order: 81 00, then its control information, high byte first. */
export function makeTag(tag: number): number {
  return (tagType | ((tag >>> 8) << 16) | ((tag & 0xff) << 24)) >>> 0;
}
