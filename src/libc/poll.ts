/** poll(2), which waits in this thread. The event loop's own way is in `readiness.ts`. */
import { checkResult, errnos, getErrno } from "./errno.ts";
import { findFunction } from "./library.ts";

export const pollEvents = { IN: 0x001, OUT: 0x004, ERR: 0x008, HUP: 0x010, NVAL: 0x020 } as const;

/** A `struct pollfd` array in one buffer, made once and used again for each wait. */
export type PollSet = { readonly count: number; readonly bytes: Buffer };

const pollfdSize = 8;

/** The descriptors to wait for, each with the events of interest. */
export function makePollSet(entries: readonly { readonly fd: number; readonly events: number }[]): PollSet {
  const bytes = Buffer.alloc(entries.length * pollfdSize);
  entries.forEach((entry, index) => {
    bytes.writeInt32LE(entry.fd, index * pollfdSize);
    bytes.writeInt16LE(entry.events, index * pollfdSize + 4);
  });
  return { count: entries.length, bytes };
}

/** Waits in this thread, which nothing else can use meanwhile; returns how many descriptors have events. */
export function poll(set: PollSet, timeoutMs: number): number {
  const ready = pollFunction()(set.bytes, set.count, timeoutMs);
  if (ready < 0 && getErrno() === errnos.EINTR) return 0;
  return checkResult(ready, "poll");
}

const pollFunction = findFunction<(set: Uint8Array, count: number, timeout: number) => number>(
  "int poll(void*, unsigned long, int)",
);
