/** One message of a connection, kept within its limits. */
import { closeLater } from "../../libc/close-later.ts";
import { LibcError } from "../../libc/errno.ts";
import { wouldBlock } from "../../libc/file.ts";
import { shutdown } from "../../libc/socket.ts";
import { isDisconnected, receiveMessage } from "../../libc/unix/message.ts";

export type Limits = {
  /** Bytes of the longest message that is taken; of a longer one only the beginning comes, and `isCut` says so. */
  readonly maxMessageBytes: number;
  /** Most descriptors that a message may bring (standard: 0). Those above are closed at once. */
  readonly maxDescriptors?: number;
  /** Most bytes that wait for the other end to read (standard: 4 MiB); above, the connection is closed. */
  readonly maxWaitingBytes?: number;
};

export type Message = {
  readonly bytes: Buffer;
  /** The message was longer than the limit. */
  readonly isCut: boolean;
  /** The receiver's to close. */
  readonly descriptors: readonly number[];
  /** More descriptors came than the limit allows, or than this process could take. */
  readonly isDescriptorLost: boolean;
};

/** The next message; `wouldBlock` where none waits, `closed` where none will come. */
export function receiveWithin(fd: number, limits: Limits): Message | typeof wouldBlock | "closed" {
  const { maxMessageBytes, maxDescriptors = 0 } = limits;
  if (space.length < maxMessageBytes) space = Buffer.alloc(maxMessageBytes);
  const received = receiveAfterReset(fd, space.subarray(0, maxMessageBytes));
  if (received === wouldBlock) return wouldBlock;
  const { length, isCut, descriptors, isDescriptorLost } = received;
  closeLater(descriptors.slice(maxDescriptors));
  if (length === 0) {
    closeLater(descriptors.slice(0, maxDescriptors));
    return "closed";
  }
  return {
    bytes: Buffer.from(space.subarray(0, length)),
    isCut,
    descriptors: descriptors.slice(0, maxDescriptors),
    isDescriptorLost: isDescriptorLost || descriptors.length > maxDescriptors,
  };
}

/**
 * Ends a connection that is about to be closed, and takes what nobody will look at. Left unread, it would have the other end
 * read ECONNRESET in place of the last messages to it (unix_release_sock of net/unix/af_unix.c), and close(2) would
 * close the descriptors in it here, which can wait.
 */
export function dropUnread(fd: number, limits: Limits): void {
  try {
    dropWaiting(fd, limits);
    shutdown(fd);
    // what came between the two; from now on nothing does
    dropWaiting(fd, limits);
  } catch (error) {
    if (!(error instanceof LibcError)) throw error;
  }
}

/** More than a socket keeps: who sends without end is not waited for. */
const maxDropped = 1024;

function dropWaiting(fd: number, limits: Limits): void {
  for (let dropped = 0; dropped < maxDropped; dropped++) {
    const message = receiveWithin(fd, limits);
    if (message === wouldBlock || message === "closed") return;
    closeLater(message.descriptors);
  }
}

/** That the other end closed is told once, before what it sent; what it sent can be had after that. */
function receiveAfterReset(fd: number, buffer: Uint8Array): ReturnType<typeof receiveMessage> {
  try {
    return receiveMessage(fd, buffer);
  } catch (error) {
    if (!isDisconnected(error)) throw error;
    return receiveMessage(fd, buffer);
  }
}

/** One for all connections: a message is copied out of it before the next one is received. */
let space = Buffer.alloc(0);
