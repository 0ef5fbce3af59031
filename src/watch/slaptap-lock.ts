/**
 * One watch a slaptap: two would undo each other's work for ever. Whoever watches listens on an abstract UNIX socket
 * (unix(7)) named for the slaptap and the user: it lives in the network namespace, as the slaptap does, and ends with
 * the process. Any user may take any such name, so whoever holds it is asked for by SO_PEERCRED: another user's
 * process blocks nobody, the next name is taken then.
 */
import { FailureError } from "../issue/exit-code.ts";
import { errnos, LibcError } from "../libc/errno.ts";
import { close, wouldBlock } from "../libc/file.ts";
import { onReadable } from "../libc/readiness.ts";
import { accept, bind, connect, getPeer, listen, socket, socketType } from "../libc/socket.ts";
import { family } from "../net/address-family.ts";

export type SlaptapLock = { readonly release: () => void };

/** So many names another user would have to take before two watches of ours could run beside each other. */
const maxNames = 16;

/**
 * Locks a slaptap of this network namespace until it is released or the process ends.
 *
 * @param user who watches; a slaptap has one owner, and the trampoline serves nobody else
 * @returns null where other users hold every name
 * @throws FailureError where a process of the same user watches the slaptap
 */
export function lockSlaptap(slaptap: string, user: number): SlaptapLock | null {
  for (let number = 0; number < maxNames; number++) {
    const address = encodeAbstractAddress(`ors-watch/${user}/${slaptap}/${number}`);
    const lock = take(address);
    if (lock !== null) return lock;
    const holder = findHolder(address);
    if (holder?.user === user) {
      throw new FailureError(`${slaptap}: process ${holder.pid} watches it already; end it first`);
    }
  }
  return null;
}

/** The lock of the slaptap that is watched at the moment; null where there is none to watch. */
export type LockHolder = {
  /** Locks this one, and then releases the one before. Throws as {@link lockSlaptap}, and the one before stays. */
  readonly move: (slaptap: string | null) => void;
};

/** @param warn called where it cannot be known whether another watch runs */
export function createLockHolder(user: number, warn: (text: string) => void): LockHolder {
  let held: { readonly slaptap: string | null; readonly lock: SlaptapLock | null } = {
    slaptap: null,
    lock: null,
  };
  return {
    move: (slaptap) => {
      if (slaptap === held.slaptap) return;
      const lock = slaptap === null ? null : lockSlaptap(slaptap, user);
      if (slaptap !== null && lock === null) {
        warn(
          `${slaptap}: other users hold the names by which watches find each other: whether one runs is not known`,
        );
      }
      held.lock?.release();
      held = { slaptap, lock };
    },
  };
}

/** Null where the name is taken. Whoever connects only asks who listens: the connection is closed. */
function take(address: Buffer): SlaptapLock | null {
  const fd = openSocket();
  try {
    bind(fd, address);
    listen(fd, maxNames);
  } catch (error) {
    close(fd);
    if (error instanceof LibcError && error.errno.code === errnos.EADDRINUSE) return null;
    throw error;
  }
  const readiness = onReadable(fd, () => {
    for (let asking = accept(fd); asking !== wouldBlock; asking = accept(fd)) close(asking);
  });
  // It does not keep a process from ending that has nothing else to do.
  readiness.unref();
  return {
    release: () => {
      readiness.close();
      close(fd);
    },
  };
}

/** Who listens on a name; null where nobody does any more, or does not let itself be asked. */
function findHolder(address: Buffer): { readonly pid: number; readonly user: number } | null {
  const fd = openSocket();
  try {
    connect(fd, address);
    return getPeer(fd);
  } catch (error) {
    if (error instanceof LibcError && mute.includes(error.errno.code)) return null;
    throw error;
  } finally {
    close(fd);
  }
}

/** It does not listen, or its queue is full. */
const mute: readonly number[] = [errnos.ECONNREFUSED, errnos.EAGAIN];

function openSocket(): number {
  return socket(family.UNIX, socketType.STREAM | socketType.NONBLOCK | socketType.CLOEXEC, 0);
}

/** `struct sockaddr_un` with a NUL before the name. */
function encodeAbstractAddress(name: string): Buffer {
  const bytes = Buffer.alloc(3 + Buffer.byteLength(name));
  bytes.writeUInt16LE(family.UNIX);
  bytes.write(name, 3);
  return bytes;
}
