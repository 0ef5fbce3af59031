/** Memory that the kernel and JavaScript both see: mmap(2), where a buffer lies, and what nobody needs any more. */
import { getErrno, LibcError } from "./errno.ts";
import { findFunction, loadKoffi } from "./library.ts";

/** A mapped piece of a descriptor. Its bytes must not be touched after {@link unmap}: that would end the process. */
export type Mapping = { readonly bytes: ArrayBuffer; readonly pointer: bigint };

const PROT_READ_WRITE = 0x3;
const MAP_SHARED = 0x01;
const MAP_POPULATE = 0x8000;
const MAP_FAILED = 0xffff_ffff_ffff_ffffn;

/**
 * Maps a shared piece of a descriptor, readable and writable.
 *
 * @param isPopulated has all pages there at once; else each comes when it is first touched
 */
export function mapShared(fd: number, length: number, offset: number, isPopulated = true): Mapping {
  const flags = MAP_SHARED | (isPopulated ? MAP_POPULATE : 0);
  const pointer = mmapFunction()(null, length, PROT_READ_WRITE, flags, fd, offset);
  if (pointer === null || BigInt.asUintN(64, pointer) === MAP_FAILED) throw new LibcError("mmap", getErrno());
  return { bytes: loadKoffi().view(pointer, length), pointer };
}

/** Gives a mapping back. */
export function unmap(mapping: Mapping): void {
  munmapFunction()(mapping.pointer, mapping.bytes.byteLength);
}

/**
 * Where a buffer's memory lies. V8 never moves what an ArrayBuffer holds, so it is true as long as the caller
 * keeps the buffer: see {@link keepAlive}. A number holds it exactly: user addresses are below 2⁵³ on every architecture of Node.
 */
export function getMemoryAddress(bytes: Uint8Array): number {
  return Number(loadKoffi().address(bytes));
}

/**
 * Keeps memory until here. Of an address that is a number the garbage collector knows nothing, and a variable that
 * compiled code has no further use for does not keep what it holds: a system call that is given such an address has this
 * behind it.
 */
export function keepAlive(...memory: readonly unknown[]): void {
  kept.memory = memory;
}

const kept: { memory: readonly unknown[] } = { memory: [] };

/** Gives the kernel back what was freed (malloc_trim(3)): glibc by itself gives back only what lies at the end. */
export function releaseFreeMemory(): void {
  try {
    mallocTrimFunction()(0);
  } catch {
    // a C library that has no such function
  }
}

const mmapFunction = findFunction<
  (
    where: null,
    length: number,
    protection: number,
    flags: number,
    fd: number,
    offset: number,
  ) => bigint | null
>("void *mmap(void*, size_t, int, int, int, int64_t)");
const munmapFunction = findFunction<(pointer: bigint, length: number) => number>("int munmap(void*, size_t)");
const mallocTrimFunction = findFunction<(pad: number) => number>("int malloc_trim(size_t)");
