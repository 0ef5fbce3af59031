/**
 * io_uring(7): many reads and writes for one system call. The C library has no functions for it; its two system
 * calls have the same numbers on every architecture that Node runs on (asm-generic/unistd.h).
 */
import { errnos, getErrno, LibcError } from "./errno.ts";
import { close } from "./file.ts";
import { findFunction } from "./library.ts";
import { getMemoryAddress, keepAlive, type Mapping, mapShared, unmap } from "./memory.ts";

export type Ring = {
  readonly fd: number;
  /** Requests that fit into one submission; a power of two. */
  readonly entries: number;
  /** `struct io_uring_sqe` array, 16 words each. */
  readonly requests: Uint32Array;
  /** `struct io_uring_cqe` array, 4 words each. */
  readonly completions: Int32Array;
  readonly completionMask: number;
  /** The shared rings' words, and where heads and tails lie in them. */
  readonly words: Uint32Array;
  readonly at: {
    readonly requestTail: number;
    readonly completionHead: number;
    readonly completionTail: number;
  };
  readonly mappings: readonly Mapping[];
};

const SYS_io_uring_setup = 425;
const SYS_io_uring_enter = 426;
const SYS_io_uring_register = 427;

/** One mapping for both rings (Linux 5.4), and READ and WRITE, which came with RW_CUR_POS (5.6). */
const neededFeatures = (1 << 0) | (1 << 3);
const IORING_OFF_SQ_RING = 0;
const IORING_OFF_SQES = 0x1000_0000;
const IORING_ENTER_GETEVENTS = 1;
/** One thread submits, and completions are only worked on when it asks: no interruption between (Linux 6.1). */
const SINGLE_ISSUER_AND_DEFER_TASKRUN = (1 << 12) | (1 << 13);

const IORING_REGISTER_BUFFERS = 0;
const IORING_REGISTER_FILES = 2;
const IORING_REGISTER_FILES_UPDATE = 6;

/** Flag of a request whose descriptor is a place in the ring's own table. */
export const IOSQE_FIXED_FILE = 1;

/** The _FIXED ones work on memory that {@link registerMemory} made known. */
export const opcode = { READ_FIXED: 4, WRITE_FIXED: 5, READ: 22, WRITE: 23 } as const;

/**
 * Sets up a ring with its memory.
 *
 * @throws LibcError ENOSYS, EPERM (the sysctl kernel.io_uring_disabled, seccomp), EMFILE, ENOMEM …
 */
export function openRing(entries: number): Ring {
  const { fd, parameters } = setUp(entries);
  try {
    return mapRing(fd, parameters);
  } catch (error) {
    close(fd);
    throw error;
  }
}

/** Gives the ring back; its views must not be used any more. */
export function closeRing(ring: Ring): void {
  for (const mapping of ring.mappings) unmap(mapping);
  close(ring.fd);
}

/**
 * Makes memory known to the kernel as fixed buffer 0, once a ring: its pages then stay where they are, and a
 * transfer need not look them up.
 *
 * @returns false where the kernel refuses, as it does above RLIMIT_MEMLOCK
 */
export function registerMemory(ring: Ring, address: number, length: number): boolean {
  const iovec = BigUint64Array.of(BigInt(address), BigInt(length));
  return registerFunction()(SYS_io_uring_register, ring.fd, IORING_REGISTER_BUFFERS, iovec, 1) === 0;
}

/** Gives the ring a table for `places` descriptors, empty; false where the kernel refuses. */
export function registerTable(ring: Ring, places: number): boolean {
  const none = new Int32Array(places).fill(-1);
  return registerFunction()(SYS_io_uring_register, ring.fd, IORING_REGISTER_FILES, none, places) === 0;
}

/** Puts a descriptor into the table, or takes one out (−1); false where the kernel refuses. */
export function updateTable(ring: Ring, place: number, fd: number): boolean {
  const descriptor = Int32Array.of(fd);
  // struct io_uring_files_update: offset, reserved, address of the descriptors
  const update = new BigUint64Array(2);
  update[0] = BigInt(place);
  update[1] = BigInt(getMemoryAddress(new Uint8Array(descriptor.buffer)));
  const updated = registerFunction()(SYS_io_uring_register, ring.fd, IORING_REGISTER_FILES_UPDATE, update, 1);
  keepAlive(descriptor);
  return updated === 1;
}

/**
 * Hands over the next `count` requests and waits until as many have completed. An interrupted wait is taken up
 * again: a signal in the middle loses nothing.
 */
export function submitAndWait(ring: Ring, count: number): void {
  const { words, at } = ring;
  // The same thread enters the kernel next, so no barrier is needed between the requests and the tail.
  words[at.requestTail] = ((words[at.requestTail] as number) + count) >>> 0;
  let submitted = 0;
  while (submitted < count || waiting(ring) < count) {
    const left = count - submitted;
    const taken = enterFunction()(SYS_io_uring_enter, ring.fd, left, count, IORING_ENTER_GETEVENTS, null, 0);
    if (taken >= 0) submitted += taken;
    else if (getErrno() !== errnos.EINTR) throw new LibcError("io_uring_enter", getErrno());
  }
}

/** Completions that were not taken yet. */
function waiting({ words, at }: Ring): number {
  return ((words[at.completionTail] as number) - (words[at.completionHead] as number)) >>> 0;
}

/** Tells the kernel that `count` completions were taken. */
export function takeCompletions({ words, at }: Ring, count: number): void {
  words[at.completionHead] = ((words[at.completionHead] as number) + count) >>> 0;
}

function setUp(entries: number): { fd: number; parameters: Uint32Array } {
  // struct io_uring_params: 10 words, then io_sqring_offsets and io_cqring_offsets of 10 words each
  const parameters = new Uint32Array(30);
  for (const flags of [SINGLE_ISSUER_AND_DEFER_TASKRUN, 0]) {
    parameters.fill(0);
    parameters[2] = flags;
    const fd = setupFunction()(SYS_io_uring_setup, entries, parameters);
    if (fd >= 0) return { fd, parameters };
    if (getErrno() !== errnos.EINVAL) break;
  }
  throw new LibcError("io_uring_setup", getErrno());
}

function mapRing(fd: number, parameters: Uint32Array): Ring {
  const word = (index: number) => parameters[index] as number;
  if ((word(5) & neededFeatures) !== neededFeatures) {
    throw new LibcError("io_uring_setup", errnos.EOPNOTSUPP, "before Linux 5.6");
  }
  const [requestEntries, completionEntries] = [word(0), word(1)];
  const [requestTail, requestArray] = [word(11), word(16)];
  const [completionHead, completionTail, completionMask, completions] = [
    word(20),
    word(21),
    word(22),
    word(25),
  ];
  const size = Math.max(requestArray + requestEntries * 4, completions + completionEntries * 16);
  const rings = mapShared(fd, size, IORING_OFF_SQ_RING);
  const requests = mapShared(fd, requestEntries * 64, IORING_OFF_SQES);
  const words = new Uint32Array(rings.bytes);
  // the ring of indexes into the requests: each place means the request of the same number, for good
  for (let index = 0; index < requestEntries; index++) words[requestArray / 4 + index] = index;
  return {
    fd,
    entries: requestEntries,
    requests: new Uint32Array(requests.bytes),
    completions: new Int32Array(rings.bytes, completions, completionEntries * 4),
    completionMask: words[completionMask / 4] as number,
    words,
    at: {
      requestTail: requestTail / 4,
      completionHead: completionHead / 4,
      completionTail: completionTail / 4,
    },
    mappings: [rings, requests],
  };
}

const setupFunction = findFunction<(call: number, entries: number, parameters: Uint32Array) => number>(
  "long syscall(long, uint, void*)",
);
const registerFunction = findFunction<
  (
    call: number,
    fd: number,
    operation: number,
    argument: BigUint64Array | Int32Array,
    count: number,
  ) => number
>("long syscall(long, uint, uint, void*, uint)");
const enterFunction = findFunction<
  (
    call: number,
    fd: number,
    submit: number,
    complete: number,
    flags: number,
    mask: null,
    size: number,
  ) => number
>("long syscall(long, uint, uint, uint, uint, void*, size_t)");
