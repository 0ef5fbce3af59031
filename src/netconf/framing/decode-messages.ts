/** Bytes of a NETCONF session over SSH into messages (RFC 6242 sections 4.2 and 4.3). */
import { netconfLimits } from "../limits.ts";
import { NetconfError } from "../netconf-error.ts";
import { type ByteQueue, createByteQueue } from "./byte-queue.ts";
import { endOfMessage, type Framing } from "./encode-message.ts";

export type MessageDecoder = {
  readonly push: (bytes: Uint8Array) => void;
  /**
   * The next whole message, undefined where it has not arrived yet. Messages are asked for one at a time because the
   * framing changes after the hello, and what follows it may have come in the same read.
   *
   * @throws NetconfError where the bytes are not such a message, or it is too long: nothing can be read after that
   */
  readonly next: () => Buffer | undefined;
  readonly setFraming: (framing: Framing) => void;
};

export function createMessageDecoder(maxBytes: number = netconfLimits.maxMessageBytes): MessageDecoder {
  const queue = createByteQueue();
  const readMarked = createMarkedReader(queue, maxBytes);
  const readChunked = createChunkedReader(queue, maxBytes);
  let read = readMarked;
  return {
    push: queue.push,
    next: () => read(),
    setFraming: (framing) => {
      read = framing === "chunked" ? readChunked : readMarked;
    },
  };
}

type Reader = () => Buffer | undefined;

function createMarkedReader(queue: ByteQueue, maxBytes: number): Reader {
  let searched = 0;
  return () => {
    const end = queue.indexOf(endOfMessage, searched);
    if ((end < 0 ? queue.length() : end) > maxBytes) throw tooLong(maxBytes);
    if (end < 0) {
      // the mark may be cut in two
      searched = Math.max(0, queue.length() - endOfMessage.length + 1);
      return undefined;
    }
    searched = 0;
    const message = queue.take(end);
    queue.take(endOfMessage.length);
    return message;
  };
}

/** `LF # size LF` and as many bytes, once or more, then `LF # # LF`. */
function createChunkedReader(queue: ByteQueue, maxBytes: number): Reader {
  let chunks: Buffer[] = [];
  let total = 0;
  let missing = 0;
  const takeChunk = () => {
    const part = queue.take(Math.min(missing, queue.length()));
    missing -= part.length;
    chunks.push(part);
  };
  return () => {
    for (;;) {
      if (missing > 0) {
        if (queue.length() === 0) return undefined;
        takeChunk();
        continue;
      }
      const header = readHeader(queue);
      if (header === undefined) return undefined;
      if (header === "end") {
        if (chunks.length === 0) throw new NetconfError("expected a chunk before the end of chunks");
        const message = Buffer.concat(chunks);
        [chunks, total] = [[], 0];
        return message;
      }
      total += header;
      if (total > maxBytes) throw tooLong(maxBytes);
      missing = header;
    }
  };
}

const lineFeed = 0x0a;
const hash = 0x23;
/** `LF # 4294967295 LF` */
const maxHeaderBytes = 13;
const maxChunkBytes = 4_294_967_295;

/** The size of the next chunk, "end" at the end of chunks, undefined where the header is not there whole. */
function readHeader(queue: ByteQueue): number | "end" | undefined {
  const [first, second] = [queue.at(0), queue.at(1)];
  if ((first ?? lineFeed) !== lineFeed || (second ?? hash) !== hash) throw notChunked();
  for (let index = 2; index < maxHeaderBytes; index++) {
    const byte = queue.at(index);
    if (byte === undefined) return undefined;
    if (byte === lineFeed) return parseSize(queue.take(index + 1).toString("latin1", 2, index));
  }
  throw notChunked();
}

function parseSize(text: string): number | "end" {
  if (text === "#") return "end";
  if (!/^[1-9][0-9]*$/.test(text) || Number(text) > maxChunkBytes) throw notChunked();
  return Number(text);
}

function notChunked(): NetconfError {
  return new NetconfError("expected chunks: line feed, #, size, line feed");
}

function tooLong(maxBytes: number): NetconfError {
  return new NetconfError(`a message of more than ${maxBytes} bytes`);
}
