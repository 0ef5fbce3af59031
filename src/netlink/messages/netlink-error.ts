/** The one error of this room. */

export type NetlinkFailure =
  /** Bytes that are not the message that they claim to be. */
  | "malformed"
  /** A datagram longer than the buffer. */
  | "truncated"
  /** The receive buffer overflowed (ENOBUFS): messages were lost, and only a new dump has the state. */
  | "lost"
  /** The kernel refused a request; `code` is its error number. */
  | "refused"
  /** A dump was interrupted by changes each time that it was tried. */
  | "interrupted"
  /** The kernel did not answer in time. */
  | "silent";

export class NetlinkError extends Error {
  override readonly name = "NetlinkError";
  readonly failure: NetlinkFailure;
  /** Error number of the kernel where it refused a request, else 0. */
  readonly code: number;
  constructor(failure: NetlinkFailure, message: string, code = 0) {
    super(message);
    this.failure = failure;
    this.code = code;
  }
}

/** Bytes that cannot be decoded, and where in the datagram they stand. */
export function makeMalformed(what: string, offset: number): NetlinkError {
  return new NetlinkError("malformed", `malformed netlink message: ${what} at byte ${offset}`);
}
