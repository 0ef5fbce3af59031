/**
 * Descriptors on Node's event loop: libuv polls whatever epoll(7) takes (sockets, TAPs, eventfds, pipes; plain
 * files not), without a thread and without a timer.
 */
import { checkResult, errnos, LibcError } from "./errno.ts";
import { close } from "./file.ts";
import { findFunction, loadKoffi } from "./library.ts";

export type Readiness = {
  /** Calls back once, as soon as the descriptor is writable. */
  awaitWritable(callback: () => void): void;
  /** Ends the watch; to be called before the descriptor is closed. */
  close(): void;
  /** Lets the process end although the watch stands. */
  unref(): void;
};

/**
 * Calls back from the event loop whenever the descriptor is readable (level-triggered: as long as it is). What a
 * callback throws is an uncaught exception of the process.
 *
 * @param callback is given the error where the poll itself failed, else null
 * @throws LibcError where epoll does not take the descriptor, or it is watched already
 */
export function onReadable(fd: number, callback: (error: LibcError | null) => void): Readiness {
  refuseUnpollable(fd);
  let whenWritable: (() => void) | null = null;
  // koffi 3.3 passes libuv's status (0, or a negative error number) before the events that its types promise.
  const listener = (status: unknown, events?: PollEvents) => {
    const error = typeof status === "number" && status < 0 ? new LibcError("poll", -status) : null;
    if (events?.writable === true && whenWritable !== null) {
      const writable = whenWritable;
      whenWritable = null;
      handle.start({ readable: true }, listener);
      runOrThrowLater(writable);
    }
    if (watched.get(fd) === handle && (error !== null || events?.readable !== false))
      runOrThrowLater(() => callback(error));
  };
  const handle = loadKoffi().node.poll(fd, { readable: true }, listener);
  watched.set(fd, handle);
  return {
    awaitWritable: (writable) => {
      whenWritable = writable;
      handle.start({ readable: true, writable: true }, listener);
    },
    close: () => {
      if (watched.get(fd) !== handle) return;
      watched.delete(fd);
      handle.close();
    },
    unref: () => handle.unref(),
  };
}

type PollEvents = { readonly readable: boolean; readonly writable: boolean };

/** The handles are kept here: koffi stops the watch of one that is collected. */
const watched = new Map<number, object>();

/** koffi 3.3 drops what its callback throws without a word. */
function runOrThrowLater(run: () => void): void {
  try {
    run();
  } catch (error) {
    setImmediate(() => {
      throw error;
    });
  }
}

/** koffi 3.3 ends the whole process where libuv refuses a descriptor: so what it would refuse is refused here. */
function refuseUnpollable(fd: number): void {
  if (watched.has(fd)) throw new LibcError("poll", errnos.EEXIST, `descriptor ${fd}`);
  const probe = checkResult(epollCreate()(EPOLL_CLOEXEC), "epoll_create1");
  try {
    // struct epoll_event: events and user data, at most 16 bytes whatever the architecture's packing.
    const event = Buffer.alloc(16);
    event.writeUInt32LE(EPOLLIN);
    checkResult(epollControl()(probe, EPOLL_CTL_ADD, fd, event), "epoll_ctl", `descriptor ${fd}`);
  } finally {
    close(probe);
  }
}

const EPOLL_CLOEXEC = 0o2000000;
const EPOLL_CTL_ADD = 1;
const EPOLLIN = 0x001;

const epollCreate = findFunction<(flags: number) => number>("int epoll_create1(int)");
const epollControl = findFunction<
  (epoll: number, operation: number, fd: number, event: Uint8Array) => number
>("int epoll_ctl(int, int, int, void*)");
