/** Frames that follow one from the same station to the same one: most traffic comes in runs of such. */
import { type Counters, countUnicast } from "./counters.ts";
import { type Frames, headerWords, minTaggedFrame } from "./frames.ts";

/** Whether there is a frame that begins as the one before it does: only then it may go the same way. */
export function mayRepeat({ header, count }: Frames, index: number): boolean {
  const at = index * headerWords;
  const before = at - headerWords;
  return index < count && header[at] === header[before] && header[at + 1] === header[before + 1];
}

/**
 * Decides about the frames that follow one with its addresses and its tag as about that one: it went to one port, and its
 * source is known since then.
 *
 * @param first the one behind it
 * @returns the first frame that is another one, or `frames.count`
 */
export function repeatDecision(counters: Counters, frames: Frames, first: number, port: number): number {
  const { header, length, tagged, tci, target, count, maxFrame } = frames;
  const before = first - 1;
  const like = before * headerWords;
  const [one, two, three] = [header[like] as number, header[like + 1] as number, header[like + 2] as number];
  const four = header[like + 3] as number;
  const isTagged = tagged[before] as number;
  // behind the type of a frame without a tag is its payload
  const mask = isTagged === 1 ? -1 : 0xffff;
  const tag = tci[before] as number;
  const to = target[before] as number;
  let index = first;
  for (; index < count; index++) {
    const at = index * headerWords;
    const size = length[index] as number;
    if (size < minTaggedFrame || size > maxFrame) break;
    if (header[at] !== one || header[at + 1] !== two || header[at + 2] !== three) break;
    if ((((header[at + 3] as number) ^ four) & mask) !== 0) break;
    tagged[index] = isTagged;
    tci[index] = tag;
    target[index] = to;
  }
  countUnicast(counters, port, to, tag & 0xfff, index - first);
  return index;
}
