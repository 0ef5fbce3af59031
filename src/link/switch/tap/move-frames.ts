/** Frames in and out of a port that is a descriptor: a TAP's, or another's that gives and takes a frame at once. */
import { tagBytes } from "../../../frame/fields.ts";
import { type Frames, headerBytes, headerWords } from "../core/frames.ts";
import { countNotSent, type SentCounters } from "../port.ts";
import { changeTag, needsChange } from "./change-tag.ts";
import { listForeignFrame, listFrame, submitList, type TapGroup } from "./tap-group.ts";

/** The kernel takes a frame that is its MTU, an Ethernet header and a tag long: is_skb_forwardable of net/core/dev.c. */
export const frameAboveMtu = 18;

/** Reads what waits into the memory of the group. @throws LibcError where it cannot be read, as after its TAP was deleted */
export function receiveFrames(group: TapGroup, descriptor: number): number {
  const { frames, batch, io } = group;
  frames.count = 0;
  frames.count = io.readBatch(descriptor, batch);
  readHeaders(group);
  return frames.count;
}

function readHeaders({ frames, words }: TapGroup): void {
  const { start, header, count } = frames;
  for (let index = 0; index < count; index++) {
    const from = (start[index] as number) >>> 2;
    const to = index * headerWords;
    for (let word = 0; word < headerBytes / 4; word++) header[to + word] = words[from + word] as number;
  }
}

/** Where frames leave; made once for each port. */
export type Outlet = {
  descriptor: number;
  /** The longest frame that it takes, without a tag. */
  maxLength: number;
  readonly sent: SentCounters;
};

/** Puts a frame on the group's list as it leaves with that tag, or counts why it does not leave. */
export function sendFrame(group: TapGroup, outlet: Outlet, frames: Frames, index: number, tag: number): void {
  const { descriptor, maxLength, sent } = outlet;
  const bare = (frames.length[index] as number) - (frames.tagged[index] === 1 ? tagBytes : 0);
  if (bare > maxLength) {
    countNotSent(sent, "too_long");
    return;
  }
  if (frames !== group.frames) {
    listForeignFrame(group, frames, index, tag, descriptor, sent);
    return;
  }
  if (needsChange(frames, group.words, index, tag)) {
    // what is on the list leaves as it was listed
    if (group.lastListed === index) submitList(group);
    changeTag(frames, group.words, index, tag);
  }
  listFrame(group, frames, index, descriptor, sent);
}
