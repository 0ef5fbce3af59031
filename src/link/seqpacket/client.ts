/** Connects to a SOCK_SEQPACKET socket of the same user. */
import { setTimeout as wait } from "node:timers/promises";
import { PermissionError } from "../../issue/exit-code.ts";
import { errnos, LibcError } from "../../libc/errno.ts";
import { close } from "../../libc/file.ts";
import { connect, getPeer, socket, socketType } from "../../libc/socket.ts";
import { family } from "../../net/address-family.ts";
import { type Connection, createConnection, type Listener } from "./connection.ts";
import { isPermittedUser } from "./permitted-user.ts";
import type { Limits } from "./receive.ts";
import { withSocketAddress } from "./socket-path.ts";

export type ClientOptions = {
  readonly limits: Limits;
  /** How long to try where the server's queue of connections is full (standard: 5 s). */
  readonly timeoutMs?: number;
  /** Users that may serve, beside this process's own and root; `any` where nothing is entrusted to the server. */
  readonly allow?: readonly number[] | "any";
};

const defaultTimeoutMs = 5000;
const retryMs = 10;

/**
 * @param makeListener is called at once when it is connected
 * @throws LibcError ENOENT, ECONNREFUSED (nobody listens), EACCES, EAGAIN (it accepts nobody); PermissionError where
 *   the server is another user's
 */
export async function connectSeqpacket(
  path: string,
  { limits, timeoutMs = defaultTimeoutMs, allow }: ClientOptions,
  makeListener: (connection: Connection) => Listener,
): Promise<Connection> {
  const fd = socket(family.UNIX, socketType.SEQPACKET | socketType.NONBLOCK | socketType.CLOEXEC, 0);
  try {
    await connectWithin(fd, path, timeoutMs);
    const { user } = getPeer(fd);
    if (allow !== "any" && !isPermittedUser(user, allow))
      throw new PermissionError(`${path}: user ${user} listens there, not this one`);
  } catch (error) {
    close(fd);
    throw error;
  }
  return createConnection(fd, limits, makeListener);
}

async function connectWithin(fd: number, path: string, timeoutMs: number): Promise<void> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    try {
      return withSocketAddress(path, (address) => connect(fd, address));
    } catch (error) {
      const isFull = error instanceof LibcError && error.errno.code === errnos.EAGAIN;
      if (!isFull || performance.now() > until) throw error;
    }
    await wait(retryMs);
  }
}
