/** The way of many frames for one system call: READ and WRITE requests of io_uring, which work on a TAP. */
import { errnos, LibcError } from "../libc/errno.ts";
import { closeRing, opcode, openRing, type Ring, submitAndWait, takeCompletions } from "../libc/io-uring.ts";
import { exchange, type FrameBatch, largestBatch } from "./frame-batch.ts";
import type { FrameIo } from "./frame-io.ts";

/**
 * A ring for this thread; it serves any number of TAPs.
 *
 * @throws LibcError where the kernel has no io_uring, or denies it
 */
export function createRingIo(): FrameIo {
  const ring = openRing(largestBatch);
  const state: RingState = {
    ring,
    results: new Int32Array(ring.entries),
    expected: new Uint16Array(expectedDescriptors).fill(fewestReads),
    flags: RWF_NOWAIT,
  };
  let open = true;
  return {
    method: "io_uring",
    reason: null,
    readBatch: (fd, batch, vnetHeader = 0) => {
      if (!open) throw new LibcError("io_uring_enter", errnos.EBADF);
      return readBatch(state, fd, batch, vnetHeader);
    },
    writeBatch: (fd, batch, vnetHeader = 0) => {
      if (!open) throw new LibcError("io_uring_enter", errnos.EBADF);
      return writeBatch(state, fd, batch, vnetHeader);
    },
    close: () => {
      if (open) closeRing(ring);
      open = false;
    },
  };
}

type RingState = {
  readonly ring: Ring;
  /** Result of each request of the last submission. */
  readonly results: Int32Array;
  /** Frames that the last reading found, by descriptor, and one more: as many reads are tried first. */
  readonly expected: Uint16Array;
  /** RWF_NOWAIT, or 0 on a kernel whose TUN driver does not know it. */
  flags: number;
};

/**
 * Answers EAGAIN where a request would have to wait (linux/fs.h). Without it io_uring waits for a frame by itself,
 * even where the descriptor is non-blocking; only where the driver does not know this flag (EOPNOTSUPP) does
 * non-blocking mean EAGAIN.
 */
const RWF_NOWAIT = 8;

const expectedDescriptors = 4096;
const fewestReads = 2;
const requestWords = 16;
const completionWords = 4;

/**
 * A read that finds nothing costs a seventh of one that finds a frame, so few are tried where few were found, and
 * four times as many each time that all of them were filled: at most four system calls for a batch.
 */
function readBatch(state: RingState, fd: number, batch: FrameBatch, vnetHeader: number): number {
  const { ring, results, expected } = state;
  const slot = fd % expectedDescriptors;
  let tries = expected[slot] as number;
  batch.count = 0;
  while (batch.count < batch.capacity) {
    const first = batch.count;
    tries = Math.min(tries, batch.capacity - first, ring.entries);
    for (let index = 0; index < tries; index++)
      requestRead(state, index, fd, batch, first + index, vnetHeader);
    complete(ring, results, tries);
    const failure = takeFrames(batch, results, first, tries, vnetHeader);
    if (isFlagUnknown(state, failure)) continue;
    if (batch.count - first < tries) {
      if (failure !== 0 && batch.count === 0) throw new LibcError("read", failure);
      break;
    }
    tries *= 4;
  }
  expected[slot] = Math.min(Math.max(batch.count + 1, fewestReads), largestBatch);
  return batch.count;
}

/** Drops the flag for good where the driver does not know it; true where the requests are to be made again. */
function isFlagUnknown(state: RingState, failure: number): boolean {
  if (failure !== errnos.EOPNOTSUPP || state.flags === 0) return false;
  state.flags = 0;
  return true;
}

/** Moves the frames that came to the front; returns the error number of a read that failed in earnest, or 0. */
function takeFrames(
  batch: FrameBatch,
  results: Int32Array,
  first: number,
  tries: number,
  vnetHeader: number,
): number {
  let failure = 0;
  for (let index = 0; index < tries; index++) {
    const result = results[index] as number;
    if (result < 0) {
      if (result !== -errnos.EAGAIN && result !== -errnos.EINTR) failure = -result;
      continue;
    }
    // a frame can arrive between a read that found none and the next: close the gap
    if (first + index !== batch.count) exchange(batch, first + index, batch.count);
    batch.start[batch.count] = (batch.base[batch.count] as number) + batch.pool.headroom;
    batch.length[batch.count] = result - vnetHeader;
    batch.count += 1;
  }
  return failure;
}

function writeBatch(state: RingState, fd: number, batch: FrameBatch, vnetHeader: number): number {
  const { ring, results } = state;
  let went = 0;
  for (let first = 0; first < batch.count; ) {
    const count = Math.min(ring.entries, batch.count - first);
    for (let index = 0; index < count; index++) {
      const frame = first + index;
      const from = batch.pool.address + (batch.start[frame] as number) - vnetHeader;
      request(state, index, opcode.WRITE, fd, from, (batch.length[frame] as number) + vnetHeader);
    }
    complete(ring, results, count);
    if (isFlagUnknown(state, -(results[0] as number))) continue;
    for (let index = 0; index < count; index++) {
      const result = results[index] as number;
      batch.outcome[first + index] = result;
      if (result >= 0) went += 1;
    }
    first += count;
  }
  return went;
}

function requestRead(
  state: RingState,
  index: number,
  fd: number,
  batch: FrameBatch,
  frame: number,
  vnetHeader: number,
): void {
  const { pool } = batch;
  const to = pool.address + (batch.base[frame] as number) + pool.headroom - vnetHeader;
  request(state, index, opcode.READ, fd, to, pool.longestFrame + 1 + vnetHeader);
}

/** Fills the request that is the next but `index`: a `struct io_uring_sqe` whose other words stay 0. */
function request(
  { ring: { requests, words, at, entries }, flags }: RingState,
  index: number,
  operation: number,
  fd: number,
  address: number,
  length: number,
): void {
  const place = (((words[at.requestTail] as number) + index) & (entries - 1)) * requestWords;
  requests[place] = operation;
  requests[place + 1] = fd;
  // offset −1: the descriptor's own position, which a TAP has none of
  requests[place + 2] = 0xffff_ffff;
  requests[place + 3] = 0xffff_ffff;
  requests[place + 4] = address; // stored modulo 2³²
  requests[place + 5] = address / 0x1_0000_0000;
  requests[place + 6] = length;
  requests[place + 7] = flags;
  requests[place + 8] = index;
}

/** Has the requests done and puts each one's result to its number. */
function complete(ring: Ring, results: Int32Array, count: number): void {
  submitAndWait(ring, count);
  const { completions, completionMask, words, at } = ring;
  const head = words[at.completionHead] as number;
  for (let index = 0; index < count; index++) {
    const place = ((head + index) & completionMask) * completionWords;
    results[completions[place] as number] = completions[place + 2] as number;
  }
  takeCompletions(ring, count);
}
