/** Frames on their way to a peer: written into the buffers that it has posted. */
import type { Frames } from "../switch/core/frames.ts";
import { countNotSent, findTag, type NotSentReason, type SentCounters, sentColumns } from "../switch/port.ts";
import { getLeavingLength, viewFrames, writeFrame } from "./foreign-frames.ts";
import { countPosted, type Peer } from "./peer.ts";
import { countBetween, descriptorWords, isInMemory, type SharedMemory } from "./ring.ts";

/**
 * Writes frames of a batch into the next posted buffers, and counts what became of each.
 *
 * @param first the frames from this one on, up to `end`, not included
 * @param ownVlan the VLAN that leaves without a tag; 0 where there is none
 */
export function fillBuffers(
  peer: Peer,
  frames: Frames,
  first: number,
  end: number,
  ownVlan: number,
  sent: SentCounters,
): void {
  const { memory, size, toClient } = peer;
  const { words } = memory;
  const { descriptors } = toClient;
  const last = toClient.slots - 1;
  const { tci } = frames;
  const begin = peer.filled;
  let filled = begin;
  let left = countBetween(peer.posted, filled);
  let bytes = 0;
  for (let index = first; index < end; index++) {
    if (left === 0) left = countPosted(peer, filled);
    if (left === 0) {
      countNotSent(sent, peer.broken === null ? "no_room" : "down");
      continue;
    }
    const tag = findTag(ownVlan, tci[index] as number);
    const length = getLeavingLength(frames, index, tag);
    const place = descriptors + (filled & last) * descriptorWords;
    const head = words[place] as number;
    const room = words[place + 1] as number;
    const offset = words[place + 2] as number;
    if (!isInMemory(size, head, offset, room) || length > room) {
      countNotSent(sent, refuse(peer, head, offset, room));
      if (peer.broken !== null) left = 0;
      continue;
    }
    if (index + ahead < end && (frames.length[index + ahead] as number) > longBytes) {
      const next = words[descriptors + ((filled + ahead) & last) * descriptorWords + 2] as number;
      touch(viewFrames(frames), frames.start[index + ahead] as number, memory, next);
    }
    writeFrame(frames, index, tag, memory, offset);
    if (head !== 0) words[place] = 0;
    words[place + 1] = length;
    filled = (filled + 1) & 0xffff;
    left--;
    bytes += length;
  }
  peer.filled = filled;
  sent[sentColumns.sent] = (sent[sentColumns.sent] as number) + countBetween(filled, begin);
  sent[sentColumns.bytes] = (sent[sentColumns.bytes] as number) + bytes;
}

/** How far ahead memory is looked at, so that it is near when a frame is copied there: in frames that are long. */
const ahead = 2;
const longBytes = 512;
/** A line of the cache, in words. */
const lineWords = 16;

/** Takes the sum of what was looked at: else the compiler would leave that out. */
const looked = new Int32Array(1);

/** Looks at the first lines of both places; what follows on them the processor fetches by itself. */
function touch(source: SharedMemory, from: number, target: SharedMemory, to: number): void {
  const [read, write] = [source.words, target.words];
  const [place, goal] = [from >>> 2, to >>> 2];
  if (place + 3 * lineWords >= read.length || goal + 2 * lineWords >= write.length) return;
  const come = (read[place + lineWords] as number) ^ (read[place + 2 * lineWords] as number);
  const go = (write[goal] as number) ^ (write[goal + lineWords] as number);
  looked[0] = come ^ go ^ (read[place + 3 * lineWords] as number) ^ (write[goal + 2 * lineWords] as number);
}

/** Why a frame does not go; the posted buffer waits for the next one, unless nothing can be done with such a peer. */
function refuse(peer: Peer, head: number, offset: number, room: number): NotSentReason {
  if (isInMemory(peer.size, head, offset, room)) return "too_long";
  peer.broken = `a posted buffer of ${room >>> 0} bytes at ${offset >>> 0} of region ${head >>> 16}`;
  return "down";
}
