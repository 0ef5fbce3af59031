/** One direction of a cable: frames from one TAP to another, each accounted for. */
import { errnos, LibcError } from "../../libc/errno.ts";
import { type FrameBatch, removeFrame } from "../frames/frame-batch.ts";
import type { FrameIo } from "../frames/frame-io-type.ts";
import { isGone } from "../tap/tap-error.ts";
import type { Counters } from "./counters.ts";
import type { DelayLine } from "./delay-line.ts";
import type { PcapFile } from "./pcap.ts";

export type Direction = {
  /** Descriptors of the two TAPs, both without a virtio header. */
  readonly from: number;
  readonly to: number;
  readonly io: FrameIo;
  readonly batch: FrameBatch;
  readonly counters: Counters;
  /** Share of the frames that get lost, 0 to 1. */
  loss: number;
  /** Numbers of 0 up to 1, for the loss. */
  readonly random: () => number;
  readonly delayLine: DelayLine | null;
  readonly pcap: PcapFile | null;
  /** Where it goes through a VLAN interface: changes the frames, and returns how many were of another VLAN and are gone. */
  readonly convert: ((batch: FrameBatch) => number) | null;
};

export class TapGone extends Error {
  override readonly name = "TapGone";
  readonly fd: number;
  constructor(fd: number) {
    super("the TAP was deleted");
    this.fd = fd;
  }
}

/**
 * Carries at most one batch.
 *
 * @param now milliseconds, for the delay line
 * @returns how many frames were read; fewer than the batch holds means that no more wait
 * @throws TapGone, or LibcError for a TAP that cannot be read
 */
export function carryBatch(direction: Direction, now: number): number {
  const { batch, counters, delayLine } = direction;
  const read = readFrames(direction);
  if (read === 0) return 0;
  counters.read += read;
  direction.pcap?.record(batch);
  dropTooLong(direction);
  if (direction.convert !== null) counters.otherVlan += direction.convert(batch);
  if (direction.loss > 0) dropLost(direction);
  if (delayLine === null) writeFrames(direction);
  else delayFrames(direction, delayLine, now);
  return read;
}

function readFrames({ io, from, batch }: Direction): number {
  try {
    return io.readBatch(from, batch);
  } catch (error) {
    throw error instanceof LibcError && isGone(error.errno.code) ? new TapGone(from) : error;
  }
}

/** Writes what is due of the delay line. */
export function carryDue(direction: Direction, delayLine: DelayLine, now: number): void {
  while (delayLine.takeDue(direction.batch, now) > 0) {
    direction.counters.waiting -= direction.batch.count;
    writeFrames(direction);
  }
}

function delayFrames({ batch, counters }: Direction, delayLine: DelayLine, now: number): void {
  for (let index = 0; index < batch.count; index++) {
    if (delayLine.put(batch, index, now)) counters.waiting += 1;
    else counters.noRoom += 1;
  }
}

function writeFrames({ io, to, batch, counters }: Direction): void {
  if (batch.count === 0) return;
  const went = io.writeBatch(to, batch);
  counters.carried += went;
  let gone = false;
  for (let index = 0; index < batch.count; index++) {
    const outcome = batch.outcome[index] as number;
    if (outcome >= 0) counters.bytes += outcome;
    else if (isNoRoom(-outcome)) counters.noRoom += 1;
    else {
      counters.refused += 1;
      gone ||= isGone(-outcome);
    }
  }
  if (gone) throw new TapGone(to);
}

function isNoRoom(errno: number): boolean {
  return errno === errnos.EAGAIN || errno === errnos.ENOBUFS || errno === errnos.ENOMEM;
}

/** A frame that fills its buffer to the last byte was cut by the kernel: the rest of it is not there. */
function dropTooLong({ batch, counters }: Direction): void {
  for (let index = 0; index < batch.count; ) {
    if ((batch.length[index] as number) <= batch.pool.maxFrame) index += 1;
    else {
      removeFrame(batch, index);
      counters.refused += 1;
    }
  }
}

function dropLost({ batch, counters, loss, random }: Direction): void {
  for (let index = 0; index < batch.count; ) {
    if (random() >= loss) index += 1;
    else {
      removeFrame(batch, index);
      counters.lost += 1;
    }
  }
}
