/** Frames that follow one from the same station to the same one: most traffic comes in runs of such. */
import { type Counters, countReceived, countUnicast } from "./counters.ts";
import { type Frames, headerWords, minTaggedFrame } from "./frames.ts";

/**
 * Whether a frame has the addresses and the tag of the one before it. Where that one went to one port, and its source is
 * known since then, this one goes there too.
 */
export function isRepetition({ header, length, tagged, maxFrame }: Frames, index: number): boolean {
  const at = index * headerWords;
  const before = at - headerWords;
  const size = length[index] as number;
  if (size < minTaggedFrame || size > maxFrame) return false;
  if (header[at] !== header[before] || header[at + 1] !== header[before + 1]) return false;
  if (header[at + 2] !== header[before + 2]) return false;
  const difference = (header[at + 3] as number) ^ (header[before + 3] as number);
  // behind the type of a frame without a tag is its payload
  return (tagged[index - 1] === 1 ? difference : difference & 0xffff) === 0;
}

/** Decides about a frame as about the one before it. */
export function repeatDecision(
  counters: Counters,
  { length, tagged, tci, target }: Frames,
  index: number,
  port: number,
): void {
  const to = target[index - 1] as number;
  const tag = tci[index - 1] as number;
  tagged[index] = tagged[index - 1] as number;
  tci[index] = tag;
  target[index] = to;
  countReceived(counters, port, length[index] as number);
  countUnicast(counters, port, to, tag & 0xfff);
}
