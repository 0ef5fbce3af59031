/**
 * Frames of one port while they are judged and handed on: columns of numbers, made once and used for ever. What the
 * core looks at are the first bytes of each frame as they were read once: memory that another process shares may
 * change at any time.
 */
import { maxPorts } from "../../../vlan/limits.ts";

export type Frames = {
  readonly capacity: number;
  /** Bytes of the longest frame that is whole; a longer one was cut. */
  readonly maxFrame: number;
  /** How many there are; they are the first ones. */
  count: number;
  /** Where the frames lie. */
  memory: Uint8Array;
  /** Offset into the memory of each frame's first byte. */
  readonly start: Uint32Array;
  /** Bytes of each frame as it lies there, from the destination on, without a checksum. */
  readonly length: Uint32Array;
  /** The first 16 bytes of each frame, in four words of little endian order; read once. */
  readonly header: Uint32Array;
  /** Whether a frame as it lies there has an 802.1Q tag: 0 or 1. */
  readonly tagged: Uint8Array;
  /** VLAN, PCP and DEI of each frame as the core sees it: the tag control information of IEEE 802.1Q §9.6. */
  readonly tci: Uint16Array;
  /** What the core decided: a port, {@link toMany}, or {@link dropped}. */
  readonly target: Int16Array;
  /** Where the target is {@link toMany}: a bit for each port, `maskWords` words a frame. */
  readonly masks: Int32Array;
};

/** Length of a frame that its port has refused already, as what was said about it cannot be. */
export const refusedLength = 0;

/** The frame goes to every port of its mask. */
export const toMany = -1;
/** The frame goes nowhere, and is counted. */
export const dropped = -2;

export const headerWords = 4;
/** Bytes of them. */
export const headerBytes = 16;

/** The kernel takes no shorter one that begins with a tag: skb_vlan_untag of net/core/skbuff.c. */
export const minTaggedFrame = 20;

/** Words of a mask that has a bit for every port. */
export const maskWords = maxPorts / 32;

/** Columns for so many frames; `start` and `length` are a caller's own where it has them already. */
export function createFrames(
  { capacity, maxFrame, memory }: Pick<Frames, "capacity" | "maxFrame" | "memory">,
  {
    start = new Uint32Array(capacity),
    length = new Uint32Array(capacity),
  }: Partial<Pick<Frames, "start" | "length">> = {},
): Frames {
  return {
    capacity,
    maxFrame,
    count: 0,
    memory,
    start,
    length,
    header: new Uint32Array(headerWords * capacity),
    tagged: new Uint8Array(capacity),
    tci: new Uint16Array(capacity),
    target: new Int16Array(capacity),
    masks: new Int32Array(maskWords * capacity),
  };
}

/** Whether a port's bit is set in a mask. */
export function hasBit(mask: Int32Array, port: number): boolean {
  return ((mask[port >>> 5] as number) & getBit(port)) !== 0;
}

/** The bit of a port in its word of a mask. */
export function getBit(port: number): number {
  return 1 << (port & 31);
}
