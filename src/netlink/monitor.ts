/**
 * What the kernel says by itself: one listening socket a network namespace, shared by whoever subscribes and closed
 * with the last of them. Reading never waits and never holds the event loop for longer than a short turn.
 */
import { statSync } from "node:fs";
import type { LibcError } from "../libc/errno.ts";
import { wouldBlock } from "../libc/file.ts";
import { onReadable, type Readiness } from "../libc/readiness.ts";
import { align } from "./messages/attribute.ts";
import { findMessageEnd } from "./messages/header.ts";
import { NetlinkError } from "./messages/netlink-error.ts";
import { group } from "./messages/numbers.ts";
import { defaultReceiveBufferKib } from "./receive-buffer.ts";
import { closeNetlink, type NetlinkSocket, openNetlink, receive } from "./socket.ts";

export type Listener = {
  /** A message, where it lies in the buffer; it is valid during the call only. */
  readonly message: (bytes: Buffer, start: number, end: number) => void;
  /** Messages are missing from here on, and the socket is closed until somebody calls `reopen`. */
  readonly lost: (why: Error) => void;
};

export type Subscription = {
  /** Listens again after a loss; does nothing where the socket is open. */
  readonly reopen: () => void;
  /** Takes off the socket what lies there now; false where one turn was not enough for all of it. */
  readonly readNow: () => boolean;
  readonly close: () => void;
};

export type MonitorOptions = {
  /** Bytes that may wait in the kernel; by default {@link defaultReceiveBufferKib}. */
  readonly receiveBuffer?: number;
  /** Told once where this process listens in a second network namespace. */
  readonly warn?: (text: string) => void;
};

/** A turn of reading ends after so many datagrams or milliseconds; what is left makes the socket readable again. */
const turnDatagrams = 1024;
const turnMs = 1;

/**
 * Listens to links, IPv4 and IPv6 addresses and routes in the network namespace of this thread.
 *
 * @throws LibcError where the system has no socket to give
 */
export function subscribe(listener: Listener, options: MonitorOptions = {}): Subscription {
  const namespace = readNetworkNamespace();
  let monitor = monitors.get(namespace);
  if (monitor === undefined) {
    if (monitors.size > 0) options.warn?.(`listening in a second network namespace, ${namespace}`);
    monitor = { listeners: new Set(), open: null };
    openMonitor(monitor, options.receiveBuffer);
    monitors.set(namespace, monitor);
  }
  return join(monitor, namespace, listener, options.receiveBuffer);
}

type Monitor = {
  readonly listeners: Set<Listener>;
  open: { readonly socket: NetlinkSocket; readonly readiness: Readiness } | null;
};

const monitors = new Map<string, Monitor>();

function join(
  monitor: Monitor,
  namespace: string,
  listener: Listener,
  receiveBuffer: number | undefined,
): Subscription {
  monitor.listeners.add(listener);
  return {
    reopen: () => {
      if (monitor.open === null && monitor.listeners.has(listener)) openMonitor(monitor, receiveBuffer);
    },
    readNow: () => readTurn(monitor),
    close: () => {
      if (!monitor.listeners.delete(listener) || monitor.listeners.size > 0) return;
      closeMonitor(monitor);
      monitors.delete(namespace);
    },
  };
}

/** The namespace by its inode, which nothing else has while a process or a socket is in it. */
function readNetworkNamespace(): string {
  return `net:[${statSync("/proc/thread-self/ns/net").ino}]`;
}

function openMonitor(monitor: Monitor, receiveBuffer = defaultReceiveBufferKib * 1024): void {
  const socket = openNetlink(Object.values(group), receiveBuffer);
  const readable = (error: LibcError | null) => {
    // An overflow is an error of the socket: libuv sees EPOLLERR, says EBADF whatever it is, and polls no more. What
    // it is, the next read says.
    readTurn(monitor);
    if (error !== null) lose(monitor, error);
  };
  try {
    monitor.open = { socket, readiness: onReadable(socket.fd, readable) };
  } catch (error) {
    closeNetlink(socket);
    throw error;
  }
}

function closeMonitor(monitor: Monitor): void {
  const { open } = monitor;
  if (open === null) return;
  monitor.open = null;
  open.readiness.close();
  try {
    closeNetlink(open.socket);
  } catch {
    // It was closed already, by whatever made the reading fail.
  }
}

/** One turn; true where nothing is left. */
function readTurn(monitor: Monitor): boolean {
  const end = performance.now() + turnMs;
  for (let count = 1; count <= turnDatagrams && monitor.open !== null; count++) {
    const { socket } = monitor.open;
    try {
      const length = receive(socket);
      if (length === wouldBlock) return true;
      tellListeners(monitor, socket.buffer, length);
    } catch (error) {
      lose(monitor, error as Error);
    }
    if (count % 32 === 0 && performance.now() >= end) break;
  }
  return monitor.open === null;
}

function tellListeners(monitor: Monitor, bytes: Buffer, length: number): void {
  for (let at = 0; at < length; ) {
    const end = findMessageEnd(bytes, at, length);
    for (const listener of monitor.listeners) listener.message(bytes, at, end);
    at = align(end);
  }
}

function lose(monitor: Monitor, why: Error): void {
  if (monitor.open === null) return;
  closeMonitor(monitor);
  const reason = why instanceof Error ? why : new NetlinkError("lost", String(why));
  for (const listener of [...monitor.listeners]) listener.lost(reason);
}
