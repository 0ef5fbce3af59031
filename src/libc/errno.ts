/** errno(3): the number that a failed call leaves behind, as its name and the C library's own text. */
import { findFunction, loadKoffi } from "./library.ts";

export type Errno = {
  readonly code: number;
  /** `EPERM`; `E<code>` where the C library has no name for it. */
  readonly name: string;
  /** `Operation not permitted` */
  readonly message: string;
};

/** What an error number means. */
export function describeErrno(code: number): Errno {
  return { code, name: names().get(code) ?? `E${code}`, message: strerror()(code) };
}

/** A call into the C library that failed: `open /dev/net/tun: Permission denied`. */
export class LibcError extends Error {
  override readonly name = "LibcError";
  /** Name of the function that failed. */
  readonly call: string;
  readonly errno: Errno;
  constructor(call: string, code: number, about?: string) {
    const errno = describeErrno(code);
    super(`${call}${about === undefined ? "" : ` ${about}`}: ${errno.message}`);
    this.call = call;
    this.errno = errno;
  }
}

/**
 * The result of a call that answers −1 on failure, or the error that errno has.
 *
 * @param about what the call was made on, for the message
 */
export function checkResult(result: number, call: string, about?: string): number {
  if (result < 0) throw new LibcError(call, getErrno(), about);
  return result;
}

/** errno of the last call of this thread. */
export function getErrno(): number {
  return loadKoffi().errno();
}

/** Numbers of the errors that callers decide by; the same on every Linux architecture that Node runs on. */
export const errnos = {
  EPERM: 1,
  ENOENT: 2,
  EINTR: 4,
  EIO: 5,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EBUSY: 16,
  EEXIST: 17,
  ENODEV: 19,
  EINVAL: 22,
  EPIPE: 32,
  ENODATA: 61,
  EBADFD: 77,
  EMSGSIZE: 90,
  EOPNOTSUPP: 95,
  EADDRINUSE: 98,
  ECONNRESET: 104,
  ENOBUFS: 105,
  ENOTCONN: 107,
  ECONNREFUSED: 111,
} as const;

const strerror = findFunction<(code: number) => string>("const char *strerror(int)");

let byCode: Map<number, string> | undefined;

function names(): Map<number, string> {
  if (byCode !== undefined) return byCode;
  byCode = new Map();
  for (const [name, code] of Object.entries(loadKoffi().os.errno)) {
    // EWOULDBLOCK and EOPNOTSUPP share their numbers with EAGAIN and ENOTSUP: the field says the names below.
    if (!byCode.has(code)) byCode.set(code, name);
  }
  for (const [name, code] of Object.entries(errnos)) byCode.set(code, name);
  return byCode;
}
