/** What can go wrong with a TAP, as one error with the call, errno and the interface's name. */

import { FailureError, PermissionError } from "../../issue/exit-code.ts";
import { errnos, LibcError } from "../../libc/errno.ts";
import { isTap } from "./driver.ts";
import { findInterfaceIndex, getInterfaceName } from "./interface.ts";
import { tunPath } from "./tun-requests.ts";

export type TapFault =
  | "no-such-device"
  | "busy"
  | "not-a-tap"
  | "not-owner"
  | "no-permission"
  | "no-tun-device"
  | "flags"
  | "gone"
  | "other";

export class TapError extends Error {
  override readonly name = "TapError";
  readonly fault: TapFault;
  /** The system call or ioctl that failed. */
  readonly call: string;
  /** `EBUSY`; null where it was found out before a call could fail. */
  readonly errno: string | null;
  /** The interface's name; null for one whose name the kernel was to choose. */
  readonly tap: string | null;
  constructor(fault: TapFault, call: string, errno: string | null, tap: string | null, sentence: string) {
    super(`${tap ?? "new TAP"}: ${sentence} (${call}${errno === null ? "" : `: ${errno}`})`);
    this.fault = fault;
    this.call = call;
    this.errno = errno;
    this.tap = tap;
  }
}

/** The error as a command ends with it: 3 where a right is missing, 4 for anything else. */
export function makeCommandError(error: unknown): unknown {
  if (error instanceof TapError) {
    const missingRight = ["not-owner", "no-permission", "no-tun-device"].includes(error.fault);
    return missingRight ? new PermissionError(error.message) : new FailureError(error.message);
  }
  if (!(error instanceof LibcError)) return error;
  const missingRight = error.errno.code === errnos.EPERM || error.errno.code === errnos.EACCES;
  if (missingRight && (error.call === "setns" || error.call === "unshare")) {
    const reason = `${error.call}: ${error.errno.message}`;
    return new PermissionError(`network namespaces need CAP_SYS_ADMIN (${reason})`);
  }
  return missingRight ? new PermissionError(error.message) : new FailureError(error.message);
}

/** What opening `/dev/net/tun` failed of. */
export function makeOpenError(error: LibcError, tap: string | null): TapError {
  const { name } = error.errno;
  if (name === "ENOENT" || name === "ENXIO" || name === "ENODEV") {
    const sentence = `${tunPath} is missing; the kernel's module "tun" makes it (modprobe tun)`;
    return new TapError("no-tun-device", "open", name, tap, sentence);
  }
  if (name === "EACCES" || name === "EPERM") {
    const sentence = `no permission to open ${tunPath}; it must be readable and writable (mode 0666)`;
    return new TapError("no-permission", "open", name, tap, sentence);
  }
  return new TapError("other", "open", name, tap, `${tunPath}: ${error.errno.message}`);
}

/** What TUNSETIFF failed of: the kernel has one number for several things, so what stands there is looked at. */
export function makeAttachError(error: LibcError, tap: string | null, multiQueue: boolean): TapError {
  const { name: errno, message } = error.errno;
  const fault = (kind: TapFault, sentence: string) => new TapError(kind, error.call, errno, tap, sentence);
  const index = tap === null ? null : findInterfaceIndex(tap);
  if (tap === null || index === null) {
    if (errno === "EPERM") return fault("no-permission", "creating a TAP needs CAP_NET_ADMIN");
    return fault("other", message);
  }
  const proper = getInterfaceName(index);
  if (proper !== tap) return fault("busy", `the name is an alternative name of ${proper}`);
  if (!isTap(tap)) return fault("not-a-tap", "the interface is not a TAP");
  if (errno === "EPERM") return fault("not-owner", "the TAP belongs to another user, who must run this");
  if (errno === "EBUSY") return fault("busy", "another program has it open");
  if (errno === "E2BIG") return fault("busy", "the kernel gives it no more queues");
  if (errno === "EINVAL") return fault("flags", describeQueues(multiQueue));
  return fault("other", message);
}

/** Any other call about a TAP that failed. */
export function makeCallError(error: LibcError, tap: string | null): TapError {
  return new TapError("other", error.call, error.errno.name, tap, error.errno.message);
}

function describeQueues(multiQueue: boolean): string {
  return multiQueue
    ? "the TAP was made with one queue: open it with queues 1"
    : "the TAP was made with several queues (IFF_MULTI_QUEUE): ask for more than one";
}

/** What a read or write says once the interface was deleted. */
export function isGone(errno: number): boolean {
  return errno === errnos.EBADFD || errno === errnos.EBADF || errno === errnos.ENODEV;
}
