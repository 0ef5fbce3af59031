/** Messages that wait until the other end has read enough. */
import { errnos, LibcError } from "../../libc/errno.ts";
import { wouldBlock } from "../../libc/file.ts";
import { sendMessage } from "../../libc/unix/message.ts";

export type SendQueue = {
  /** Puts a message behind the others; throws LibcError (ENOBUFS) where too much would wait. */
  readonly add: (bytes: Uint8Array, descriptors: readonly number[]) => void;
  /** Sends what the socket takes now; true where nothing is left. */
  readonly flush: () => boolean;
};

export function createSendQueue(fd: number, maxBytes: number): SendQueue {
  const waiting: { readonly bytes: Uint8Array; readonly descriptors: readonly number[] }[] = [];
  let total = 0;
  return {
    add: (bytes, descriptors) => {
      if (waiting.length > 0 && total + bytes.length > maxBytes)
        throw new LibcError("sendmsg", errnos.ENOBUFS, "to a peer that does not read");
      total += bytes.length;
      waiting.push({ bytes, descriptors });
    },
    flush: () => {
      for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
        if (sendMessage(fd, next.bytes, next.descriptors) === wouldBlock) return false;
        waiting.shift();
        total -= next.bytes.length;
      }
      return true;
    },
  };
}
