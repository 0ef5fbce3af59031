/** Bytes that arrived and are not read yet, joined as they come: a peer may send them one at a time. */
export type ByteQueue = {
  readonly push: (bytes: Uint8Array) => void;
  /** Bytes that wait. */
  readonly length: () => number;
  readonly at: (index: number) => number | undefined;
  /** Index of a pattern at or after `from`; −1 where there is none. */
  readonly indexOf: (pattern: Buffer, from: number) => number;
  /** Removes and returns the first bytes; a copy. */
  readonly take: (count: number) => Buffer;
};

const nothing = Buffer.alloc(0);
const minBytes = 4096;

export function createByteQueue(): ByteQueue {
  // a session is silent for most of its time, and has no memory then
  let store = nothing;
  let start = 0;
  let end = 0;
  const makeRoom = (count: number) => {
    if (store.length - end >= count) return;
    const needed = end - start + count;
    const next = needed > store.length / 2 ? Buffer.alloc(Math.max(minBytes, needed * 2)) : store;
    store.copy(next, 0, start, end);
    [store, start, end] = [next, 0, end - start];
  };
  return {
    push: (bytes) => {
      makeRoom(bytes.length);
      store.set(bytes, end);
      end += bytes.length;
    },
    length: () => end - start,
    at: (index) => (index < end - start ? store[start + index] : undefined),
    indexOf: (pattern, from) => store.subarray(start, end).indexOf(pattern, from),
    take: (count) => {
      const taken = Buffer.from(store.subarray(start, start + count));
      start += count;
      if (start === end) {
        store = nothing;
        start = 0;
        end = 0;
      }
      return taken;
    },
  };
}
