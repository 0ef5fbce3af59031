/**
 * What the TAPs of a switch share: the memory that frames are read into, and the list of frames on their way out, which
 * goes to the kernel as one submission whatever TAPs they are for.
 */
import { createBatch, type FrameBatch, maxBatch } from "../../frames/frame-batch.ts";
import type { FrameIo } from "../../frames/frame-io-type.ts";
import { createFrameList, type FrameList } from "../../frames/frame-list.ts";
import { createPool } from "../../frames/frame-pool.ts";
import { getLeavingLength, writeFrame } from "../../memif/foreign-frames.ts";
import { type SharedMemory, viewMemory } from "../../memif/ring.ts";
import { createFrames, type Frames } from "../core/frames.ts";
import type { SentCounters } from "../port.ts";
import { countOutcome } from "./count-outcome.ts";

export type TapGroup = {
  readonly io: FrameIo;
  readonly batch: FrameBatch;
  readonly frames: Frames;
  /** The memory in words of four bytes. */
  readonly words: Uint32Array;
  readonly list: FrameList;
  /** Whose each frame of the list is. */
  readonly owners: SentCounters[];
  /** Buffers of the pool behind those of `frames`: for frames that come from elsewhere. */
  foreignUsed: number;
  /** The pool's memory in all widths. */
  readonly memory: SharedMemory;
  /** The frame of `frames` that the list ends with; none where that is empty. */
  lastListed: number;
};

export const noFrame = -1;

/** So few that the pool is still small enough for the kernel to know it in advance. */
const foreignBuffers = 32;

export function createTapGroup(io: FrameIo): TapGroup {
  const pool = createPool({ buffers: maxBatch + foreignBuffers });
  const batch = createBatch(pool);
  const { memory, maxFrame } = pool;
  return {
    io,
    batch,
    frames: createFrames({ capacity: maxBatch, maxFrame, memory }, batch),
    words: new Uint32Array(memory.buffer, memory.byteOffset, memory.byteLength >>> 2),
    list: createFrameList(pool, maxBatch),
    owners: [],
    foreignUsed: 0,
    memory: viewMemory(memory),
    lastListed: noFrame,
  };
}

/** Puts a frame on the list as it lies there now. */
export function listFrame(
  group: TapGroup,
  { start, length }: Frames,
  index: number,
  descriptor: number,
  owner: SentCounters,
): void {
  addToList(group, start[index] as number, length[index] as number, descriptor, owner);
  group.lastListed = index;
}

/** Puts a frame on the list that lies in another memory, as it leaves with that tag: it is copied. */
export function listForeignFrame(
  group: TapGroup,
  frames: Frames,
  index: number,
  tag: number,
  descriptor: number,
  owner: SentCounters,
): void {
  if (group.foreignUsed === foreignBuffers || group.list.count === group.list.capacity) submitList(group);
  const { stride, headroom } = group.batch.pool;
  const start = (maxBatch + group.foreignUsed++) * stride + headroom;
  writeFrame(frames, index, tag, group.memory, start);
  addToList(group, start, getLeavingLength(frames, index, tag), descriptor, owner);
}

function addToList(
  group: TapGroup,
  start: number,
  length: number,
  descriptor: number,
  owner: SentCounters,
): void {
  const { list, owners } = group;
  if (list.count === list.capacity) submitList(group);
  const at = list.count++;
  list.descriptor[at] = descriptor;
  list.start[at] = start;
  list.length[at] = length;
  owners[at] = owner;
}

/** Has the list written, and counts what became of each frame. */
export function submitList(group: TapGroup): void {
  const { io, list, owners } = group;
  group.lastListed = noFrame;
  group.foreignUsed = 0;
  if (list.count === 0) return;
  io.writeList(list);
  for (let at = 0; at < list.count; at++) {
    countOutcome(owners[at] as SentCounters, list.outcome[at] as number);
  }
  list.count = 0;
}
