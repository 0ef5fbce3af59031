/** Descriptors: open(2), read(2), write(2), close(2). libuv's own reads are slow or break on a non-blocking TAP. */
import { checked, errnos, LibcError, lastErrno } from "./errno.ts";
import { libcFunction } from "./library.ts";

export const openFlags = { RDONLY: 0, WRONLY: 1, RDWR: 2, NONBLOCK: 0o4000, CLOEXEC: 0o2000000 } as const;

/** What a non-blocking call returns where it would have to wait. */
export const wouldBlock = -1;

/** Opens an existing file; returns the descriptor. */
export function open(path: string, flags: number): number {
  return checked(openFunction()(path, flags), "open", path);
}

/** Reads at most the buffer's length; returns the number of bytes, 0 at the end, {@link wouldBlock} for EAGAIN. */
export function read(fd: number, buffer: Uint8Array): number {
  return transferred(readFunction()(fd, buffer, buffer.byteLength), "read");
}

/** Writes the buffer; returns the number of bytes that went, {@link wouldBlock} for EAGAIN. */
export function write(fd: number, buffer: Uint8Array): number {
  return transferred(writeFunction()(fd, buffer, buffer.byteLength), "write");
}

/** Closes a descriptor. */
export function close(fd: number): void {
  checked(closeFunction()(fd), "close");
}

/** Locks an open file for this process alone (flock(2)), until the descriptor is closed; false where another one holds it. */
export function lockFile(fd: number): boolean {
  if (flockFunction()(fd, LOCK_EX | LOCK_NB) === 0) return true;
  const code = lastErrno();
  if (code === errnos.EAGAIN) return false;
  throw new LibcError("flock", code);
}

/** The result of a read or write: bytes, {@link wouldBlock}, or the error. */
export function transferred(result: number, call: string): number {
  if (result >= 0) return result;
  const code = lastErrno();
  if (code === errnos.EAGAIN) return wouldBlock;
  throw new LibcError(call, code);
}

const openFunction = libcFunction<(path: string, flags: number) => number>("int open(const char*, int)");
const readFunction = libcFunction<(fd: number, buffer: Uint8Array, length: number) => number>(
  "int64_t read(int, void*, size_t)",
);
const writeFunction = libcFunction<(fd: number, buffer: Uint8Array, length: number) => number>(
  "int64_t write(int, const void*, size_t)",
);
const closeFunction = libcFunction<(fd: number) => number>("int close(int)");
const flockFunction = libcFunction<(fd: number, operation: number) => number>("int flock(int, int)");
const LOCK_EX = 2;
const LOCK_NB = 4;
