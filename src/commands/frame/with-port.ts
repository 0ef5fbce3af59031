/** A port for as long as a command needs it. */
import { type ExitCode, FailureError, PermissionError } from "../../issue/exit-code.ts";
import { errnos, LibcError } from "../../libc/errno.ts";
import type { FramePort } from "../../link/frame-port/frame-port.ts";
import { type OpenOptions, openFramePort } from "../../link/frame-port/open-port.ts";
import { formatPortName, type PortName } from "../../link/frame-port/port-name.ts";
import { makeCommandError } from "../../link/tap/tap-error.ts";

/** Opens the port, uses it and closes it, whatever happens. */
export async function withPort(
  name: PortName,
  options: OpenOptions,
  use: (port: FramePort) => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    const port = await openFramePort(name, options);
    try {
      return await use(port);
    } finally {
      port.close();
    }
  } catch (error) {
    throw explainPortError(name, error);
  }
}

/** The error as a command ends with it: 3 where a right is missing. */
export function explainPortError(name: PortName, error: unknown): unknown {
  if (!(error instanceof LibcError)) return makeCommandError(error);
  const { code } = error.errno;
  if (name.kind === "packet" && error.call === "socket" && code === errnos.EPERM)
    return new PermissionError(`${formatPortName(name)}: the kernel's end of an interface needs CAP_NET_RAW`);
  const what = `${formatPortName(name)}: ${error.message}`;
  return code === errnos.EACCES || code === errnos.EPERM ? new PermissionError(what) : new FailureError(what);
}
