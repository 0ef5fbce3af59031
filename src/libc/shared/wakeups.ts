/**
 * Waking by eventfds of other processes. They are never read: a read could wait, where the other process has taken
 * O_NONBLOCK away and reads them too. epoll(7) tells each raise of an edge-triggered descriptor once.
 */
import { checkResult, errnos, getErrno } from "../errno.ts";
import { close } from "../file.ts";
import { findFunction } from "../library.ts";
import { onReadable, type Readiness } from "../readiness.ts";

export type Wakeups = {
  /** Calls back after each raise, from the event loop. */
  readonly add: (fd: number, callback: () => void) => void;
  /** To be called before the descriptor is closed. */
  readonly remove: (fd: number) => void;
  readonly close: () => void;
};

export function createWakeups(): Wakeups {
  const epoll = checkResult(epollCreate()(EPOLL_CLOEXEC), "epoll_create1");
  const callbacks = new Map<number, () => void>();
  const events = Buffer.alloc(maxEvents * eventBytes);
  const readiness: Readiness = onReadable(epoll, () => {
    const count = epollWait()(epoll, events, maxEvents, 0);
    if (count < 0 && getErrno() === errnos.EINTR) return;
    for (let index = 0; index < checkResult(count, "epoll_wait"); index++)
      callbacks.get(events.readInt32LE(index * eventBytes + dataAt))?.();
  });
  return {
    add: (fd, callback) => {
      const event = Buffer.alloc(eventBytes);
      event.writeUInt32LE((EPOLLIN | EPOLLET) >>> 0, 0);
      event.writeInt32LE(fd, dataAt);
      checkResult(epollControl()(epoll, EPOLL_CTL_ADD, fd, event), "epoll_ctl");
      callbacks.set(fd, callback);
    },
    remove: (fd) => {
      if (callbacks.delete(fd)) checkResult(epollControl()(epoll, EPOLL_CTL_DEL, fd, null), "epoll_ctl");
    },
    close: () => {
      readiness.close();
      close(epoll);
    },
  };
}

const maxEvents = 64;
/** struct epoll_event is packed on x86-64 alone. */
const [eventBytes, dataAt] = process.arch === "x64" ? [12, 4] : [16, 8];
const EPOLL_CLOEXEC = 0o2000000;
const EPOLL_CTL_ADD = 1;
const EPOLL_CTL_DEL = 2;
const EPOLLIN = 0x001;
const EPOLLET = 0x8000_0000;

const epollCreate = findFunction<(flags: number) => number>("int epoll_create1(int)");
const epollControl = findFunction<
  (epoll: number, operation: number, fd: number, event: Uint8Array | null) => number
>("int epoll_ctl(int, int, int, void*)");
const epollWait = findFunction<(epoll: number, events: Uint8Array, most: number, timeout: number) => number>(
  "int epoll_wait(int, void*, int, int)",
);
