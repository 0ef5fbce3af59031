/** Messages between the reading and the working side: bytes in a ring of fixed size, so that memory is bounded. */

export type MessageQueue = {
  /** Messages that wait. */
  readonly length: () => number;
  /** The longest that it was. */
  readonly peak: () => number;
  /** Copies a message in; false where there is no room for it, and then nothing is queued. */
  readonly push: (bytes: Buffer, start: number, end: number) => boolean;
  /** Hands the oldest message over and forgets it; its bytes are valid during the call only. False: none is there. */
  readonly take: (handle: (bytes: Buffer, start: number, end: number) => void) => boolean;
  /** Forgets all of them; returns how many those were. */
  readonly clear: () => number;
};

/** Before each message its length; this one sends the reader back to the ring's begin. */
const prefixSize = 4;
const backToBegin = 0xffff_ffff;

/** @param capacity bytes of messages that may wait, each with four more */
export function createMessageQueue(capacity: number): MessageQueue {
  const ring = Buffer.alloc(capacity);
  let head = 0;
  let tail = 0;
  let length = 0;
  let peak = 0;

  /** Where a message of that size goes; −1 where it fits nowhere. Head and tail meet only while it is empty. */
  const place = (size: number): number => {
    if (length === 0) {
      head = 0;
      tail = 0;
    }
    if (length > 0 && tail <= head) return head - tail >= size ? tail : -1;
    if (capacity - tail >= size) return tail;
    if (head < size) return -1;
    if (capacity - tail >= prefixSize) ring.writeUInt32LE(backToBegin, tail);
    return 0;
  };

  return {
    length: () => length,
    peak: () => peak,
    push: (bytes, start, end) => {
      const size = prefixSize + (end - start);
      const at = place(size);
      if (at < 0) return false;
      ring.writeUInt32LE(end - start, at);
      bytes.copy(ring, at + prefixSize, start, end);
      tail = at + size;
      length++;
      if (length > peak) peak = length;
      return true;
    },
    take: (handle) => {
      if (length === 0) return false;
      if (capacity - head < prefixSize || ring.readUInt32LE(head) === backToBegin) head = 0;
      const start = head + prefixSize;
      const end = start + ring.readUInt32LE(head);
      head = end;
      length--;
      handle(ring, start, end);
      return true;
    },
    clear: () => {
      const forgotten = length;
      length = 0;
      return forgotten;
    },
  };
}
