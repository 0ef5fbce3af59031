/**
 * Buffers for frames: one piece of memory for all of them, which the caller can look into, cut into buffers of one
 * size. Each has headroom before the frame, so that a header is put on or taken off without copying.
 */
import { getMemoryAddress } from "../../libc/memory.ts";

export type PoolOptions = {
  /** Number of buffers. */
  readonly buffers: number;
  /** Bytes before each frame; the virtio header lies there too. */
  readonly headroom?: number;
  /** The longest frame that fits, in bytes from the Ethernet header on. */
  readonly maxFrame?: number;
};

export type FramePool = {
  /** All buffers, one after the other. */
  readonly memory: Uint8Array;
  /** Where the memory lies, for the kernel. */
  readonly address: number;
  readonly buffers: number;
  readonly headroom: number;
  readonly maxFrame: number;
  /** Bytes from one buffer to the next. */
  readonly stride: number;
};

export const defaultHeadroom = 64;

/** The largest MTU of a TAP is 65,521 (tun.c: 65,535 less the header); an Ethernet header with two VLAN tags has 22. */
export const maxEthernetFrame = 65_521 + 22;

const cacheLine = 64;

/**
 * Makes a pool. Memory that no frame has touched costs nothing: the kernel gives pages at their first use, so
 * long buffers are cheap while frames are short.
 */
export function createPool(options: PoolOptions): FramePool {
  const headroom = options.headroom ?? defaultHeadroom;
  const maxFrame = options.maxFrame ?? maxEthernetFrame;
  // One byte more than the longest frame shows a frame that was cut: the kernel cuts silently.
  const lines = Math.ceil((headroom + maxFrame + 1) / cacheLine);
  // An odd number of cache lines: else the beginnings of all buffers fall into the same few sets of the cache.
  const stride = (lines + 1 - (lines % 2)) * cacheLine;
  const memory = new Uint8Array(options.buffers * stride);
  return { memory, address: getMemoryAddress(memory), buffers: options.buffers, headroom, maxFrame, stride };
}
