/** Requests of io_uring for frames: `struct io_uring_sqe` and `struct io_uring_cqe` (linux/io_uring.h). */
import {
  IOSQE_FIXED_FILE,
  type Ring,
  registerMemory,
  submitAndWait,
  takeCompletions,
} from "../../libc/io-uring.ts";
import type { FrameList } from "./frame-list.ts";
import type { FramePool } from "./frame-pool.ts";
import type { RingTable } from "./ring-table.ts";

export type RingState = {
  readonly ring: Ring;
  readonly table: RingTable;
  /** Result of each request of the last submission. */
  readonly results: Int32Array;
  /** Frames that the last reading found, by descriptor, and one more: as many reads are tried first. */
  readonly expected: Uint16Array;
  /** RWF_NOWAIT, or 0 on a kernel whose TUN driver does not know it. */
  flags: number;
  /** The pool whose memory the kernel knows: the first that was used; null where it refused. */
  fixed: FramePool | null | undefined;
};

/**
 * Answers EAGAIN where a request would have to wait (linux/fs.h). Without it io_uring waits for a frame by itself,
 * even where the descriptor is non-blocking; only where the driver does not know this flag (EOPNOTSUPP) does
 * non-blocking mean EAGAIN.
 */
export const RWF_NOWAIT = 8;

/** Fixed memory is resident as a whole, so a large pool is not made so. */
const maxFixedMemory = 8 * 1024 * 1024;

const requestWords = 16;
const completionWords = 4;

/** Fixed memory saves a sixth of what reading a frame costs; the pool that comes first gets it. */
export function isFixed(state: RingState, pool: FramePool): boolean {
  if (state.fixed === undefined) {
    const { memory, address } = pool;
    const small = memory.length <= maxFixedMemory;
    state.fixed = small && registerMemory(state.ring, address, memory.length) ? pool : null;
  }
  return state.fixed === pool;
}

/**
 * Fills the next `count` requests. Words not named here stay 0; a TAP has no offset.
 *
 * @param starts offsets of the frames from `origin`, the first one at `first`
 * @param sizes bytes of each frame, to which `more` is added; null where all have `more` alone
 */
export function fillRequests(
  { ring: { requests, words, at, entries }, table, flags }: RingState,
  operation: number,
  fd: number,
  count: number,
  first: number,
  starts: Uint32Array,
  origin: number,
  sizes: Uint32Array | null,
  more: number,
): void {
  const known = table.placeOf(fd);
  const head = known < 0 ? operation : operation | (IOSQE_FIXED_FILE << 8);
  const file = known < 0 ? fd : known;
  const tail = words[at.requestTail] as number;
  for (let index = 0; index < count; index++) {
    const place = ((tail + index) & (entries - 1)) * requestWords;
    const address = origin + (starts[first + index] as number);
    requests[place] = head;
    requests[place + 1] = file;
    requests[place + 4] = address; // stored modulo 2³²
    requests[place + 5] = address / 0x1_0000_0000;
    requests[place + 6] = sizes === null ? more : (sizes[first + index] as number) + more;
    requests[place + 7] = flags;
    requests[place + 8] = index;
  }
}

/** Fills the next `count` requests with frames of a list from the one at `first` on, each for its own descriptor. */
export function fillWrites(
  { ring: { requests, words, at, entries }, table, flags }: RingState,
  operation: number,
  { pool, descriptor, start, length }: FrameList,
  first: number,
  count: number,
): void {
  const tail = words[at.requestTail] as number;
  for (let index = 0; index < count; index++) {
    const fd = descriptor[first + index] as number;
    const known = table.placeOf(fd);
    const place = ((tail + index) & (entries - 1)) * requestWords;
    const address = pool.address + (start[first + index] as number);
    requests[place] = known < 0 ? operation : operation | (IOSQE_FIXED_FILE << 8);
    requests[place + 1] = known < 0 ? fd : known;
    requests[place + 4] = address; // stored modulo 2³²
    requests[place + 5] = address / 0x1_0000_0000;
    requests[place + 6] = length[first + index] as number;
    requests[place + 7] = flags;
    requests[place + 8] = index;
  }
}

/** Has the last `count` requests done and puts each one's result to its number. */
export function complete({ ring, results }: RingState, count: number): void {
  submitAndWait(ring, count);
  const { completions, completionMask, words, at } = ring;
  const head = words[at.completionHead] as number;
  for (let index = 0; index < count; index++) {
    const place = ((head + index) & completionMask) * completionWords;
    results[completions[place] as number] = completions[place + 2] as number;
  }
  takeCompletions(ring, count);
}
