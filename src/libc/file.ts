/** Descriptors: open(2), close(2), and what a call that moves bytes returns. */
import { checkResult, errnos, getErrno, LibcError } from "./errno.ts";
import { findFunction } from "./library.ts";

export const openFlags = { RDONLY: 0, WRONLY: 1, RDWR: 2, NONBLOCK: 0o4000, CLOEXEC: 0o2000000 } as const;

/** What a non-blocking call returns where it would have to wait. */
export const wouldBlock = -1;

/** Opens an existing file; returns the descriptor. */
export function open(path: string, flags: number): number {
  return checkResult(openFunction()(path, flags), "open", path);
}

/** Closes a descriptor. */
export function close(fd: number): void {
  checkResult(closeFunction()(fd), "close");
}

/** Locks an open file for this process alone (flock(2)), until the descriptor is closed; false where another one holds it. */
export function lockFile(fd: number): boolean {
  if (flockFunction()(fd, LOCK_EX | LOCK_NB) === 0) return true;
  const code = getErrno();
  if (code === errnos.EAGAIN) return false;
  throw new LibcError("flock", code);
}

/** The result of a read or write: bytes, {@link wouldBlock}, or the error. */
export function checkTransfer(result: number, call: string): number {
  if (result >= 0) return result;
  const code = getErrno();
  if (code === errnos.EAGAIN) return wouldBlock;
  throw new LibcError(call, code);
}

const openFunction = findFunction<(path: string, flags: number) => number>("int open(const char*, int)");
const closeFunction = findFunction<(fd: number) => number>("int close(int)");
const flockFunction = findFunction<(fd: number, operation: number) => number>("int flock(int, int)");
const LOCK_EX = 2;
const LOCK_NB = 4;
