/** Shared memory as a port of `ors frame`: the client's end. */
import { FailureError } from "../../issue/exit-code.ts";
import { getMemoryAddress } from "../../libc/memory.ts";
import { raiseEventfd } from "../../libc/shared/raise.ts";
import { readAt } from "../../libc/transfer.ts";
import type { ClientDescriptors, ClientMemory } from "../memif/client/layout.ts";
import { getMaxFrame, putFrame, takeNextFrame } from "../memif/client/rings.ts";
import { awaitReadable } from "./await-readable.ts";
import type { FramePort } from "./frame-port.ts";

/** @param checkLink throws where the server has left */
export function createShmPort(
  client: ClientMemory,
  descriptors: ClientDescriptors,
  checkLink: () => void,
  end: () => void,
): FramePort {
  const count = new Uint8Array(8);
  return {
    send: (frame) => {
      checkLink();
      if (frame.length > getMaxFrame(client))
        throw new FailureError(
          `a frame of ${frame.length} bytes; buffers have room for ${getMaxFrame(client)}`,
        );
      const put = putFrame(client, frame);
      if (put === "sent, wake the server") raiseEventfd(descriptors.toServer);
      return put !== "no room";
    },
    receive: () => {
      const frame = takeNextFrame(client);
      if (frame === null) checkLink();
      return frame;
    },
    awaitFrame: async (timeoutMs) => {
      await awaitReadable(descriptors.toClient, timeoutMs);
      readAt(descriptors.toClient, getMemoryAddress(count), count.length);
    },
    close: end,
  };
}
