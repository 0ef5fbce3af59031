/** The way of many frames for one system call: READ and WRITE requests of io_uring, which work on a TAP. */
import { errnos, LibcError } from "../../libc/errno.ts";
import { closeRing, opcode, openRing } from "../../libc/io-uring.ts";
import { type FrameBatch, maxBatch, swapFrames } from "./frame-batch.ts";
import type { FrameIo } from "./frame-io-type.ts";
import type { FrameList } from "./frame-list.ts";
import { complete, fillRequests, fillWrites, isFixed, type RingState, RWF_NOWAIT } from "./ring-request.ts";
import { createRingTable } from "./ring-table.ts";

/**
 * A ring for this thread; it serves any number of TAPs.
 *
 * @throws LibcError where the kernel has no io_uring, or denies it
 */
export function createRingIo(): FrameIo {
  const ring = openRing(maxBatch);
  const table = createRingTable(ring);
  const state: RingState = {
    ring,
    table,
    results: new Int32Array(ring.entries),
    expected: new Uint16Array(expectedDescriptors).fill(minReads),
    flags: RWF_NOWAIT,
    fixed: undefined,
  };
  let open = true;
  const whileOpen = <T>(action: () => T): T => {
    if (!open) throw new LibcError("io_uring_enter", errnos.EBADF);
    return action();
  };
  return {
    method: "io_uring",
    reason: null,
    readBatch: (fd, batch, vnetHeader = 0) => whileOpen(() => readBatch(state, fd, batch, vnetHeader)),
    writeBatch: (fd, batch, vnetHeader = 0) => whileOpen(() => writeBatch(state, fd, batch, vnetHeader)),
    writeList: (list) => whileOpen(() => writeList(state, list)),
    attach: (fd) => whileOpen(() => table.add(fd)),
    detach: (fd) => {
      if (open) table.remove(fd);
    },
    close: () => {
      if (open) closeRing(ring);
      open = false;
    },
  };
}

const expectedDescriptors = 4096;
const minReads = 2;

/**
 * A read that finds nothing costs a seventh of one that finds a frame, so few are tried where few were found, and
 * four times as many each time that all of them were filled: at most four system calls for a batch.
 */
function readBatch(state: RingState, fd: number, batch: FrameBatch, vnetHeader: number): number {
  const { pool, base, capacity } = batch;
  const operation = isFixed(state, pool) ? opcode.READ_FIXED : opcode.READ;
  const before = pool.address + pool.headroom - vnetHeader;
  const room = pool.maxFrame + 1 + vnetHeader;
  const slot = fd % expectedDescriptors;
  let tries = state.expected[slot] as number;
  batch.count = 0;
  while (batch.count < capacity) {
    const first = batch.count;
    tries = Math.min(tries, capacity - first, state.ring.entries);
    fillRequests(state, operation, fd, tries, first, base, before, null, room);
    complete(state, tries);
    const failure = takeFrames(batch, state.results, first, tries, vnetHeader);
    if (isFlagUnknown(state, failure)) continue;
    if (batch.count - first < tries) {
      if (failure !== 0 && batch.count === 0) throw new LibcError("read", failure);
      break;
    }
    tries *= 4;
  }
  state.expected[slot] = Math.min(Math.max(batch.count + 1, minReads), maxBatch);
  return batch.count;
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
    if (first + index !== batch.count) swapFrames(batch, first + index, batch.count);
    batch.start[batch.count] = (batch.base[batch.count] as number) + batch.pool.headroom;
    batch.length[batch.count] = result - vnetHeader;
    batch.count += 1;
  }
  return failure;
}

function writeBatch(state: RingState, fd: number, batch: FrameBatch, vnetHeader: number): number {
  const { pool, start, length, outcome } = batch;
  const { ring, results } = state;
  const operation = isFixed(state, pool) ? opcode.WRITE_FIXED : opcode.WRITE;
  const before = pool.address - vnetHeader;
  let went = 0;
  for (let first = 0; first < batch.count; ) {
    const count = Math.min(ring.entries, batch.count - first);
    fillRequests(state, operation, fd, count, first, start, before, length, vnetHeader);
    complete(state, count);
    if (isFlagUnknown(state, -(results[0] as number))) continue;
    for (let index = 0; index < count; index++) {
      const result = results[index] as number;
      outcome[first + index] = result;
      if (result >= 0) went += 1;
    }
    first += count;
  }
  return went;
}

function writeList(state: RingState, list: FrameList): void {
  const { ring, results } = state;
  const operation = isFixed(state, list.pool) ? opcode.WRITE_FIXED : opcode.WRITE;
  for (let first = 0; first < list.count; ) {
    const count = Math.min(ring.entries, list.count - first);
    fillWrites(state, operation, list, first, count);
    complete(state, count);
    if (isFlagUnknown(state, -(results[0] as number))) continue;
    for (let index = 0; index < count; index++) list.outcome[first + index] = results[index] as number;
    first += count;
  }
}

/** Drops the flag for good where the driver does not know it; true where the requests are to be made again. */
function isFlagUnknown(state: RingState, failure: number): boolean {
  if (failure !== errnos.EOPNOTSUPP || state.flags === 0) return false;
  state.flags = 0;
  return true;
}
