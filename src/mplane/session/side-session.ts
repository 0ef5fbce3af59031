/** A short session beside the subscribed one, for one request: nothing subscribes it, so that it has no watchdog. */
import type { RpcReply } from "../../netconf/rpc.ts";
import { openConnection } from "./connection.ts";
import type { Channel, ChannelEvents } from "./ssh-channel.ts";

/**
 * Dials, sends the request, and ends the session when its reply came.
 *
 * @param onReply is called once, with an error of our own where the session was lost before
 */
export function requestAside(
  dial: (events: ChannelEvents) => Promise<Channel>,
  operation: string,
  onReply: (reply: RpcReply) => void,
): { readonly close: () => void } {
  const connection = openConnection(dial, {
    onHello: () =>
      connection.request(operation, (reply) => {
        void connection.close(true);
        onReply(reply);
      }),
    onNotification: () => {},
    onStray: () => {},
    onLost: (reason) => onReply(makeLostReply(reason)),
  });
  return { close: () => void connection.close(false) };
}

function makeLostReply(reason: string): RpcReply {
  const message = `the session beside was lost: ${reason}`;
  const error = { tag: "operation-failed", severity: "error", path: "", message } as const;
  return { messageId: null, errors: [error], warnings: [], content: [] };
}
