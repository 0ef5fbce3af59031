/** What the switch asks of a port of any kind: a TAP, shared memory, an emulated Radio Unit. */
import type { Endpoint } from "../../vlan/configuration.ts";
import type { Frames } from "./core/frames.ts";

export type Port = {
  /** What came with the last `receive`. Ports whose frames lie in one piece of memory may share it. */
  readonly frames: Frames;
  /**
   * Takes what waits, at most `frames.capacity` frames, and notes of each where it lies, its length, and its first 16
   * bytes (read once: the core judges them, and `send` writes them). It throws nothing: a port that is gone has no
   * frames, and tells `onLink`.
   *
   * @returns `frames.count`
   */
  readonly receive: () => number;
  /**
   * Sends one frame of a batch, which is perhaps another port's. The frame as it lies there has a tag or has none
   * (`frames.tagged`); it leaves with `tag`, or without where that is {@link untagged}. A port may change a frame in
   * its place only where the memory is its own kind's, and then keeps the columns true. What became of it is counted in
   * `sent`, at the latest with `flush`.
   *
   * @param tag VLAN, PCP and DEI: the tag control information of IEEE 802.1Q §9.6
   */
  readonly send: (frames: Frames, index: number, tag: number) => void;
  /**
   * Sends several frames of a batch, from `first` up to `end`, that one not included: for ports that do this faster than
   * one by one.
   *
   * @param ownVlan the VLAN that leaves without a tag; 0 where the port has none
   */
  readonly sendMany?: (frames: Frames, first: number, end: number, ownVlan: number) => void;
  /** Sends what was put off; called once a batch, before the next one is received. */
  readonly flush: () => void;
  /** Whether more waits, where a batch that is not full does not mean the contrary. */
  readonly hasMore?: () => boolean;
  /** The frames of the last `receive` were handed on: who lent their memory may have it back. */
  readonly giveBack?: () => void;
  /** Takes over what another configuration says of its endpoint, which it goes on with. */
  readonly configure?: (endpoint: Endpoint) => void;
  readonly sent: SentCounters;
  /** Ends it and closes what it has open; the promise is of what takes the kernel a while. */
  readonly close: () => Promise<void> | void;
};

/** The frame leaves without a tag. */
export const untagged = -1;

/** The tag that a frame leaves with from a port whose own VLAN leaves without. */
export function findTag(ownVlan: number, tci: number): number {
  return ownVlan === (tci & 0xfff) ? untagged : tci;
}

/** What a port tells the switch, also while it is being opened. */
export type PortEvents = {
  /** Frames wait; told again as long as they do. */
  readonly onReadable: () => void;
  /** The link went up or down; a port begins with the link down. */
  readonly onLink: (isUp: boolean) => void;
};

/** Opens what is at the other end. @throws an error whose message says what is wrong */
export type OpenPort<E extends Endpoint = Endpoint> = (endpoint: E, events: PortEvents) => Port;

/** What became of the copies that a port was to send: each is in one of these, `bytes` apart. */
export const sentColumns = { sent: 0, bytes: 1, no_room: 2, too_long: 3, down: 4, refused: 5 } as const;

/** Why a copy was not sent: its queue is full, it is longer than the port takes, its link is down, or it was refused. */
export const notSentReasons = ["no_room", "too_long", "down", "refused"] as const;
export type NotSentReason = (typeof notSentReasons)[number];

/** A number for each of {@link sentColumns}. */
export type SentCounters = Float64Array;

export function createSentCounters(): SentCounters {
  return new Float64Array(Object.keys(sentColumns).length);
}

/** Notes a copy that went. */
export function countSent(counters: SentCounters, bytes: number): void {
  counters[sentColumns.sent] = (counters[sentColumns.sent] as number) + 1;
  counters[sentColumns.bytes] = (counters[sentColumns.bytes] as number) + bytes;
}

/** Notes a copy that did not. */
export function countNotSent(counters: SentCounters, reason: NotSentReason): void {
  const column = sentColumns[reason];
  counters[column] = (counters[column] as number) + 1;
}
