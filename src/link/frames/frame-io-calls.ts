/** The plain way: read(2) and write(2), a system call a frame. */
import { errnos, getErrno, LibcError } from "../../libc/errno.ts";
import { readAt, writeAt } from "../../libc/transfer.ts";
import type { FrameBatch } from "./frame-batch.ts";
import type { FrameIo } from "./frame-io-type.ts";
import type { FrameList } from "./frame-list.ts";

export function createCallIo(reason: string | null): FrameIo {
  return {
    method: "read and write",
    reason,
    readBatch,
    writeBatch,
    writeList,
    attach: () => {},
    detach: () => {},
    close: () => {},
  };
}

function readBatch(fd: number, batch: FrameBatch, vnetHeader = 0): number {
  const { pool, base, start, length } = batch;
  const room = pool.maxFrame + 1 + vnetHeader;
  batch.count = 0;
  while (batch.count < batch.capacity) {
    const at = (base[batch.count] as number) + pool.headroom;
    const taken = readAt(fd, pool.address + at - vnetHeader, room);
    if (taken < 0) {
      const code = getErrno();
      if (code === errnos.EINTR) continue;
      if (code === errnos.EAGAIN || batch.count > 0) break;
      throw new LibcError("read", code);
    }
    start[batch.count] = at;
    length[batch.count] = taken - vnetHeader;
    batch.count += 1;
  }
  return batch.count;
}

function writeBatch(fd: number, batch: FrameBatch, vnetHeader = 0): number {
  const { pool, start, length, outcome } = batch;
  let went = 0;
  for (let index = 0; index < batch.count; index++) {
    const from = pool.address + (start[index] as number) - vnetHeader;
    const result = writeAt(fd, from, (length[index] as number) + vnetHeader);
    outcome[index] = result < 0 ? -getErrno() : result;
    if (result >= 0) went += 1;
  }
  return went;
}

function writeList({ pool, count, descriptor, start, length, outcome }: FrameList): void {
  for (let index = 0; index < count; index++) {
    const from = pool.address + (start[index] as number);
    const result = writeAt(descriptor[index] as number, from, length[index] as number);
    outcome[index] = result < 0 ? -getErrno() : result;
  }
}
