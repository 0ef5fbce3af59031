/** Shared memory as a port of `ors frame`: the client's end. */
import { FailureError } from "../../issue/exit-code.ts";
import { getMemoryAddress } from "../../libc/memory.ts";
import { raiseEventfd } from "../../libc/shared/raise.ts";
import { readAt } from "../../libc/transfer.ts";
import { type ClientMemory, getRoom } from "../memif/client/layout.ts";
import type { ClientDescriptors } from "../memif/client/memory.ts";
import { countWaiting, putFrame, takeNextFrame } from "../memif/client/rings.ts";
import { findEnd } from "../when-ended.ts";
import { awaitReadable } from "./await-readable.ts";
import type { FramePort } from "./frame-port.ts";

export type ConnectedClient = {
  readonly client: ClientMemory;
  readonly descriptors: ClientDescriptors;
  /** The server has left. */
  readonly ended: AbortSignal | undefined;
  /** It stays connected when the port is closed: what the server has not taken by then waits for it. */
  readonly isKept: boolean;
};

export function createShmPort(
  { client, descriptors, ended, isKept }: ConnectedClient,
  closeClient: () => void,
): FramePort {
  const count = new Uint8Array(8);
  const room = getRoom(client.layout);
  const checkServer = () => {
    const reason = findEnd(ended);
    if (reason !== null) throw new FailureError(reason);
  };
  return {
    send: (frame) => {
      checkServer();
      if (frame.length > room)
        throw new FailureError(`a frame of ${frame.length} bytes; buffers have room for ${room}`);
      const put = putFrame(client, frame);
      if (put === "sent, wake the server") raiseEventfd(descriptors.toServer[0]);
      return put !== "no room";
    },
    countUnderway: () => {
      const waiting = isKept ? 0 : countWaiting(client);
      if (waiting > 0) checkServer();
      return waiting;
    },
    receive: () => {
      const frame = takeNextFrame(client);
      if (frame === null) checkServer();
      return frame;
    },
    awaitFrame: async (timeoutMs) => {
      if (await awaitReadable(descriptors.toClient, timeoutMs, ended))
        readAt(descriptors.toClient, getMemoryAddress(count), count.length);
    },
    close: closeClient,
  };
}
