/** Messages as bytes: what the kernel sends, made by a test. */
import { encodeMessage, headerSize } from "../../../src/netlink/messages/header.ts";
import type { Message } from "../../../src/netlink/messages/message.ts";
import type { Request } from "../../../src/netlink/messages/request.ts";
import { encodeDone, encodeError } from "./ack.ts";
import { encodeAddress } from "./address.ts";
import { encodeLink } from "./link.ts";
import { encodeRoute } from "./route.ts";

/** A message as bytes that can be sent, alone or one after the other. */
export function encode(message: Message): Buffer {
  switch (message.kind) {
    case "link":
      return encodeLink(message);
    case "address":
      return encodeAddress(message);
    case "route":
      return encodeRoute(message);
    case "error":
      return encodeError(message);
    case "done":
      return encodeDone(message);
    case "other":
      return encodeMessage(message.header);
  }
}

/** A request with what a message has: `encode` of it, and its type. */
export function makeRequest(message: Message): Request {
  return { type: message.header.type, payload: encode(message).subarray(headerSize) };
}
