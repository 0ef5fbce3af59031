/** Listens for SOCK_SEQPACKET connections of the same user. */
import { chmodSync, closeSync, fchmodSync, lstatSync, unlinkSync } from "node:fs";
import { FailureError } from "../../issue/exit-code.ts";
import { errnos, LibcError } from "../../libc/errno.ts";
import { close, lockFile, wouldBlock } from "../../libc/file.ts";
import { onReadable, type Readiness } from "../../libc/readiness.ts";
import { accept, bind, connect, getPeer, listen, socket, socketType } from "../../libc/socket.ts";
import { family } from "../../net/address-family.ts";
import { type Connection, createConnection, type Listener, type Peer } from "./connection.ts";
import { isPermittedUser } from "./permitted-user.ts";
import { dropUnread, type Limits } from "./receive.ts";
import { openFolder, withSocketAddress } from "./socket-path.ts";

export type ServerOptions = {
  readonly limits: Limits;
  /** Users that may connect, beside this process's own and root. */
  readonly allow?: readonly number[];
  /** Connections at a time (standard: 64); one more is closed at once. */
  readonly maxConnections?: number;
  readonly onConnection: (connection: Connection) => Listener;
  /** Says who was turned away, and why. */
  readonly onRefused?: (peer: Peer, why: "user" | "full") => void;
};

export type Server = {
  /** Gives the socket's file other permissions than 0600. */
  readonly setMode: (mode: number) => void;
  /** Stops listening and removes the socket; connections stay open. */
  readonly close: () => void;
};

const defaultConnections = 64;
const backlog = 16;
/** How long nothing is accepted where this process may have no more descriptors. */
const pauseMs = 100;

/**
 * Listens at a path, for the own user alone (0600). The socket of a process that was killed is replaced.
 *
 * @throws FailureError where somebody listens there, or something else lies there; LibcError
 */
export function serveSeqpacket(path: string, options: ServerOptions): Server {
  const type = socketType.SEQPACKET | socketType.NONBLOCK | socketType.CLOEXEC;
  const fd = socket(family.UNIX, type, 0);
  try {
    fchmodSync(fd, 0o600); // bind(2) gives the file the mode of the socket
    const inode = withLockedFolder(path, () => bindFresh(fd, path));
    const stop = acceptConnections(fd, options);
    let isOpen = true;
    return {
      setMode: (mode) => {
        if (isOwn(path, inode)) chmodSync(path, mode);
      },
      close: () => {
        if (!isOpen) return;
        isOpen = false;
        stop();
        close(fd);
        removeSocket(path, inode);
      },
    };
  } catch (error) {
    close(fd);
    throw error;
  }
}

/** Binds and listens; returns the inode of the file. */
function bindFresh(fd: number, path: string): number {
  if (isStale(path)) unlinkSync(path);
  withSocketAddress(path, (address) => {
    try {
      bind(fd, address);
    } catch (error) {
      if (error instanceof LibcError && error.errno.code === errnos.EADDRINUSE)
        throw new FailureError(`${path}: another program listens there`);
      throw error;
    }
  });
  listen(fd, backlog);
  return lstatSync(path).ino;
}

/** A socket on which nobody listens; any other file is an error. */
function isStale(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (!found.isSocket()) throw new FailureError(`${path}: a file that is not a socket lies there`);
  const probe = socket(family.UNIX, socketType.SEQPACKET | socketType.NONBLOCK | socketType.CLOEXEC, 0);
  try {
    withSocketAddress(path, (address) => connect(probe, address));
    return false;
  } catch (error) {
    return error instanceof LibcError && error.errno.code === errnos.ECONNREFUSED;
  } finally {
    close(probe);
  }
}

/** Two servers that start at once must not take each other's fresh socket for a stale one. */
function withLockedFolder<T>(path: string, action: () => T): T {
  const folder = openFolder(path);
  try {
    for (let tries = 0; !lockFile(folder); tries++) {
      if (tries === maxLockTries) throw new FailureError(`${path}: another program has its folder locked`);
      Atomics.wait(clock, 0, 0, lockPauseMs);
    }
    return action();
  } finally {
    closeSync(folder);
  }
}

const maxLockTries = 100;
const lockPauseMs = 5;
const clock = new Int32Array(new SharedArrayBuffer(4));

function removeSocket(path: string, inode: number): void {
  if (isOwn(path, inode)) unlinkSync(path);
}

function isOwn(path: string, inode: number): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.ino === inode;
}

/** Returns what stops it. */
function acceptConnections(fd: number, options: ServerOptions): () => void {
  const counter = { open: 0 };
  let readiness: Readiness | null = null;
  let pause: NodeJS.Timeout | undefined;
  const take = () => {
    try {
      for (let one = accept(fd); one !== wouldBlock; one = accept(fd)) greet(one, options, counter);
    } catch (error) {
      if (!(error instanceof LibcError)) throw error;
      // no descriptor left, or a connection that ended while it waited: later again
      readiness?.close();
      pause = setTimeout(start, pauseMs);
    }
  };
  const start = () => {
    readiness = onReadable(fd, take);
  };
  start();
  return () => {
    clearTimeout(pause);
    readiness?.close();
  };
}

function greet(fd: number, options: ServerOptions, counter: { open: number }): void {
  const peer = getPeer(fd);
  const why = !isPermittedUser(peer.user, options.allow)
    ? "user"
    : counter.open >= (options.maxConnections ?? defaultConnections)
      ? "full"
      : null;
  if (why !== null) {
    dropUnread(fd, options.limits);
    close(fd);
    options.onRefused?.(peer, why);
    return;
  }
  counter.open += 1;
  const onShut = () => {
    counter.open -= 1;
  };
  createConnection(fd, options.limits, options.onConnection, onShut);
}
