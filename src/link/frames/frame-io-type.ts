/** What moves frames in batches, whichever way it does. */
import type { FrameBatch } from "./frame-batch.ts";
import type { FrameList } from "./frame-list.ts";

export type FrameIo = {
  readonly method: "io_uring" | "read and write";
  /** Why it is not io_uring; null where it is, or where that was asked for. */
  readonly reason: string | null;
  /**
   * Reads what is waiting, at most `batch.capacity` frames, without waiting for more.
   *
   * @param vnetHeader bytes of the TAP's virtio header; it is put right before the frame, in the headroom
   * @returns `batch.count`; 0 where nothing waits
   * @throws LibcError where the TAP cannot be read (EBADFD: it was deleted)
   */
  readonly readBatch: (fd: number, batch: FrameBatch, vnetHeader?: number) => number;
  /**
   * Writes the first `batch.count` frames, in order. A frame that does not go throws nothing: `batch.outcome`
   * has its error number (−EAGAIN no room, −EINVAL a frame or header that the kernel refuses, −EIO the TAP is
   * down, −EBADFD it was deleted).
   *
   * @param vnetHeader bytes before each frame that are written with it
   * @returns how many frames went
   */
  readonly writeBatch: (fd: number, batch: FrameBatch, vnetHeader?: number) => number;
  /**
   * Writes the frames of a list in order, each to its own TAP, with as few system calls as one batch takes. What became
   * of each is in `list.outcome`, as of {@link FrameIo.writeBatch}. Of TAPs without a virtio header.
   */
  readonly writeList: (list: FrameList) => void;
  /** Makes a TAP known in advance, which saves a little with each frame. Not needed. */
  readonly attach: (fd: number) => void;
  /** Undoes it; to be called before the descriptor is closed, since the TAP stays open until then. */
  readonly detach: (fd: number) => void;
  readonly close: () => void;
};
