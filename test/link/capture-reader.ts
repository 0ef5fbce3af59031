/** Whoever captures at a switch, without a socket between. */
import { eachPacket } from "../../src/frame/read-pcapng.ts";
import type { Connection } from "../../src/link/seqpacket/connection.ts";

export type Reader = Connection & { readonly messages: Buffer[]; isEnded: boolean };

/** A connection whose messages are kept. */
export function createReader(): Reader {
  const messages: Buffer[] = [];
  const connection = {
    messages,
    isEnded: false,
    peer: { pid: 1, user: 0 },
    send: (bytes: Uint8Array) => void messages.push(Buffer.from(bytes)),
    end: () => {
      connection.isEnded = true;
    },
    close: () => {},
    unref: () => {},
  };
  return connection;
}

/** The frames of its messages. */
export function packetsOf(messages: readonly Buffer[]) {
  return messages.flatMap((blocks) => [...eachPacket(blocks)]);
}
