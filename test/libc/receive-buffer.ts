import { checkResult } from "../../src/libc/errno.ts";
import { findFunction } from "../../src/libc/library.ts";

const SOL_SOCKET = 1;
const SO_RCVBUF = 8;

/** Bytes that may wait in the kernel for a socket: twice what was asked for, as socket(7) says. */
export function readReceiveBuffer(fd: number): number {
  const value = Int32Array.of(0);
  const bytes = new Uint8Array(value.buffer);
  checkResult(getsockopt()(fd, SOL_SOCKET, SO_RCVBUF, bytes, Uint32Array.of(4)), "getsockopt");
  return value[0] ?? 0;
}

const getsockopt = findFunction<
  (fd: number, level: number, option: number, value: Uint8Array, length: Uint32Array) => number
>("int getsockopt(int, int, int, void*, void*)");
