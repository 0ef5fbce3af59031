/**
 * One end of a SOCK_SEQPACKET connection on the event loop. Each message comes whole or not at all, so an end that
 * is killed in the middle never looks like one that is done.
 */
import { LibcError } from "../../libc/errno.ts";
import { close, wouldBlock } from "../../libc/file.ts";
import { onReadable, type Readiness } from "../../libc/readiness.ts";
import { getPeer } from "../../libc/socket.ts";
import { isDisconnected } from "../../libc/unix/message.ts";
import { dropUnread, type Limits, type Message, receiveWithin } from "./receive.ts";
import { createSendQueue, type SendQueue } from "./send-queue.ts";

export type Listener = {
  readonly onMessage: (message: Message) => void;
  /** Called once, unless this end closed: null where the other end closed in order. */
  readonly onClose?: (error: Error | null) => void;
};

export type Connection = {
  /** The process at the other end, as it was when it connected or began to listen. */
  readonly peer: Peer;
  /**
   * Sends a message, later where the other end does not read. Nothing is sent on a connection that is closed.
   *
   * @param descriptors must stay open until the message went; they are not closed
   */
  readonly send: (bytes: Uint8Array, descriptors?: readonly number[]) => void;
  /** Closes once everything was sent. */
  readonly end: () => void;
  /** Closes at once; what waits is dropped. */
  readonly close: () => void;
  /** Lets the process end although the connection is open. */
  readonly unref: () => void;
};

export type Peer = { readonly pid: number; readonly user: number };

const defaultWaitingBytes = 4 * 1024 * 1024;

/** Messages taken in one turn of the event loop: a flood on one connection must not stop the others. */
const maxMessagesInTurn = 16;

/**
 * A connection over a connected socket, which is closed with it.
 *
 * @param makeListener is called at once
 * @param onShut is called once, whichever end closes
 */
export function createConnection(
  fd: number,
  limits: Limits,
  makeListener: (connection: Connection) => Listener,
  onShut: () => void = () => {},
): Connection {
  const state: State = {
    fd,
    limits,
    queue: createSendQueue(fd, limits.maxWaitingBytes ?? defaultWaitingBytes),
    isOpen: true,
    isEnding: false,
    readiness: onReadable(fd, (error) => onEvent(state, error)),
    listener: null,
    onShut,
  };
  const connection: Connection = {
    peer: getPeer(fd),
    send: (bytes, descriptors = []) => {
      if (state.isEnding) return;
      attempt(state, () => state.queue.add(bytes, descriptors));
      flush(state);
    },
    end: () => {
      state.isEnding = true;
      flush(state);
    },
    close: () => shut(state),
    unref: () => state.readiness.unref(),
  };
  state.listener = makeListener(connection);
  return connection;
}

type State = {
  readonly fd: number;
  readonly limits: Limits;
  readonly queue: SendQueue;
  readonly readiness: Readiness;
  readonly onShut: () => void;
  listener: Listener | null;
  isOpen: boolean;
  isEnding: boolean;
};

function onEvent(state: State, error: LibcError | null): void {
  takeMessages(state, error === null ? maxMessagesInTurn : Number.POSITIVE_INFINITY);
  // the other end closed and left messages unread: libuv calls that EBADF and does not come again
  if (error !== null) finish(state, error);
}

function takeMessages(state: State, most: number): void {
  for (let taken = 0; taken < most; taken++) {
    const message = attempt(state, () => receiveWithin(state.fd, state.limits));
    if (message === wouldBlock || message === null) return;
    if (message === "closed") {
      finish(state, null);
      return;
    }
    state.listener?.onMessage(message);
  }
}

function flush(state: State): void {
  const isSent = attempt(state, state.queue.flush);
  if (isSent === false) state.readiness.awaitWritable(() => flush(state));
  if (isSent === true && state.isEnding) shut(state);
}

/** The result of a call on the socket; null where it is closed, or was by what went wrong. */
function attempt<T>(state: State, action: () => T): T | null {
  try {
    return state.isOpen ? action() : null;
  } catch (error) {
    if (!(error instanceof LibcError)) throw error;
    state.isEnding = true;
    if (!isDisconnected(error)) shut(state);
    // in a turn of its own: who sends does not expect to hear of the end meanwhile
    setImmediate(() => hearOfEnd(state, error));
    return null;
  }
}

/** What an end that is gone has sent before is taken first. */
function hearOfEnd(state: State, error: LibcError): void {
  if (!isDisconnected(error)) {
    state.listener?.onClose?.(error);
    return;
  }
  takeMessages(state, Number.POSITIVE_INFINITY);
  finish(state, null);
}

function finish(state: State, error: Error | null): void {
  if (!state.isOpen) return;
  shut(state);
  state.listener?.onClose?.(error);
}

function shut(state: State): void {
  if (!state.isOpen) return;
  state.isOpen = false;
  state.readiness.close();
  dropUnread(state.fd, state.limits);
  close(state.fd);
  state.onShut();
}
