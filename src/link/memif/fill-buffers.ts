/** Frames on their way to a peer: written into the buffers that it has posted. */
import type { Frames } from "../switch/core/frames.ts";
import { countNotSent, findTag, type NotSentReason, type SentCounters, sentColumns } from "../switch/port.ts";
import { getLeavingLength, viewFrames, writeFrame } from "./foreign-frames.ts";
import { hasPosted, type Peer } from "./peer.ts";
import { descriptorWords, isInMemory, type SharedMemory } from "./ring.ts";

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
  const { memory, toClient } = peer;
  const { words, halves } = memory;
  const { tci } = frames;
  const last = toClient.slots - 1;
  const source = viewFrames(frames);
  let count = 0;
  let bytes = 0;
  for (let index = first; index < end; index++) {
    const tag = findTag(ownVlan, tci[index] as number);
    const length = getLeavingLength(frames, index, tag);
    const place = toClient.descriptors + (peer.filled & last) * descriptorWords;
    if (peer.posted === peer.filled && !hasPosted(peer)) {
      countNotSent(sent, peer.broken === null ? "no_room" : "down");
      continue;
    }
    const offset = words[place + 2] as number;
    const reason = checkBuffer(peer, words[place] as number, words[place + 1] as number, offset, length);
    if (reason !== null) {
      countNotSent(sent, reason);
      continue;
    }
    if (index + ahead < end && (frames.length[index + ahead] as number) > longBytes) {
      const next = toClient.descriptors + ((peer.filled + ahead) & last) * descriptorWords;
      touch(source, frames.start[index + ahead] as number, memory, words[next + 2] as number);
    }
    writeFrame(frames, index, tag, memory, offset);
    halves[place * 2] = 0;
    words[place + 1] = length;
    peer.filled = (peer.filled + 1) & 0xffff;
    count++;
    bytes += length;
  }
  sent[sentColumns.sent] = (sent[sentColumns.sent] as number) + count;
  sent[sentColumns.bytes] = (sent[sentColumns.bytes] as number) + bytes;
}

/** How far ahead memory is looked at, so that it is near when a frame is copied there: in frames that are long. */
const ahead = 2;
const longBytes = 512;
/** A line of the cache, in words. */
const lineWords = 16;

/** Takes the sum of what was looked at: else the compiler would leave that out. */
const looked = new Uint32Array(1);

/** Looks at the first lines of both places; what follows on them the processor fetches by itself. */
function touch(source: SharedMemory, from: number, target: SharedMemory, to: number): void {
  const [read, write] = [source.words, target.words];
  const [place, goal] = [from >>> 2, to >>> 2];
  if (place + 3 * lineWords >= read.length || goal + 2 * lineWords >= write.length) return;
  const come = (read[place + lineWords] as number) ^ (read[place + 2 * lineWords] as number);
  const go = (write[goal] as number) ^ (write[goal + lineWords] as number);
  looked[0] = come ^ go ^ (read[place + 3 * lineWords] as number) ^ (write[goal + 2 * lineWords] as number);
}

/** Null where the frame fits, else why it does not go; the posted buffer then waits for the next one. */
function checkBuffer(
  peer: Peer,
  first: number,
  room: number,
  offset: number,
  length: number,
): NotSentReason | null {
  if (peer.broken !== null) return "down";
  if (!isInMemory(peer.memory.bytes, first, offset, room)) {
    peer.broken = `a posted buffer of ${room} bytes at ${offset} of region ${first >>> 16}`;
    return "down";
  }
  return length > room ? "too_long" : null;
}
