/** What became of the frames of one direction: each one read is in exactly one of the other columns. */

export type Counters = {
  /** Taken from the one TAP. */
  read: number;
  /** Given to the other TAP. */
  carried: number;
  /** Dropped for want of room: the other TAP's queue (EAGAIN, ENOBUFS, ENOMEM) or the delay line was full. */
  noRoom: number;
  /** Refused: too long for a buffer or for the kernel, too short, the other TAP down (EIO). */
  refused: number;
  /** Dropped on purpose, or still under way when the link ended. */
  lost: number;
  /** Of another VLAN than that of the Radio Unit's VLAN interface, which takes no notice of them. */
  otherVlan: number;
  /** Under way in the delay line. */
  waiting: number;
  /** Bytes of the frames that were carried. */
  bytes: number;
};

export function createCounters(): Counters {
  return { read: 0, carried: 0, noRoom: 0, refused: 0, lost: 0, otherVlan: 0, waiting: 0, bytes: 0 };
}

/** The counters as one line: `12 frames, 12 carried (1440 bytes), 0 no room, 0 refused, 0 lost`. */
export function formatCounters(counters: Counters): string {
  const { read, carried, bytes, noRoom, refused, lost, otherVlan, waiting } = counters;
  const other = otherVlan === 0 ? "" : `, ${otherVlan} of another VLAN`;
  const underWay = waiting === 0 ? "" : `, ${waiting} under way`;
  return `${read} frames, ${carried} carried (${bytes} bytes), ${noRoom} no room, ${refused} refused, ${lost} lost${other}${underWay}`;
}
