/** A TAP's own end: what its program reads and writes. */
import { errnos, getErrno, LibcError } from "../../libc/errno.ts";
import { getMemoryAddress, keepAlive } from "../../libc/memory.ts";
import { readAt, writeAt } from "../../libc/transfer.ts";
import { maxEthernetFrame } from "../frames/frame-pool.ts";
import { awaitReadable } from "./await-readable.ts";
import type { FramePort } from "./frame-port.ts";

/**
 * A port over an open TAP without a virtio header, non-blocking.
 *
 * @param name for errors
 * @param closeDescriptor what ends it
 */
export function createTapPort(fd: number, name: string, closeDescriptor: () => void): FramePort {
  const buffer = new Uint8Array(maxEthernetFrame + 1);
  return {
    send: (frame) => {
      const written = writeAt(fd, getMemoryAddress(frame), frame.length);
      keepAlive(frame);
      if (written >= 0) return true;
      const code = getErrno();
      if (code === errnos.EAGAIN || code === errnos.ENOBUFS) return false;
      throw new LibcError("write", code, name);
    },
    countUnderway: () => 0,
    receive: () => {
      const length = readAt(fd, getMemoryAddress(buffer), buffer.length);
      if (length >= 0) return buffer.slice(0, length);
      const code = getErrno();
      if (code === errnos.EAGAIN) return null;
      throw new LibcError("read", code, name);
    },
    awaitFrame: async (timeoutMs) => {
      await awaitReadable(fd, timeoutMs);
    },
    close: closeDescriptor,
  };
}
