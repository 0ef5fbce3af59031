/** Datagrams to messages and back. Nothing is copied: every message is decoded where it lies in the buffer. */
import { type DoneMessage, decodeDone, decodeError, type ErrorMessage } from "./ack.ts";
import { type AddressMessage, decodeAddress } from "./address.ts";
import { align } from "./attribute.ts";
import { decodeHeader, findMessageEnd, type Header, headerSize } from "./header.ts";
import { decodeLink, type LinkMessage } from "./link.ts";
import { makeMalformed } from "./netlink-error.ts";
import { messageType } from "./numbers.ts";
import { decodeRoute, type RouteMessage } from "./route.ts";

export type Message =
  | LinkMessage
  | AddressMessage
  | RouteMessage
  | ErrorMessage
  | DoneMessage
  /** Any other type: its header alone. */
  | { readonly kind: "other"; readonly header: Header };

/**
 * The messages of a datagram.
 *
 * @param length how many bytes of the buffer the datagram has
 * @throws NetlinkError `malformed`, and nothing else whatever the bytes are
 */
export function decodeDatagram(bytes: Buffer, length: number = bytes.length): Message[] {
  const messages: Message[] = [];
  for (let at = 0; at < length; ) {
    const end = findMessageEnd(bytes, at, length);
    messages.push(decodeAt(bytes, at, end));
    at = align(end);
  }
  return messages;
}

/**
 * The one message between two offsets.
 *
 * @throws NetlinkError `malformed`, and nothing else whatever the bytes are
 */
export function decodeMessage(bytes: Buffer, at: number, end: number): Message {
  if (findMessageEnd(bytes, at, end) !== end) throw makeMalformed("bytes after a message", at);
  return decodeAt(bytes, at, end);
}

function decodeAt(bytes: Buffer, at: number, end: number): Message {
  const header = decodeHeader(bytes, at);
  const start = at + headerSize;
  switch (header.type) {
    case messageType.NEWLINK:
    case messageType.DELLINK:
    case messageType.GETLINK:
      return decodeLink(bytes, header, start, end);
    case messageType.NEWADDR:
    case messageType.DELADDR:
    case messageType.GETADDR:
      return decodeAddress(bytes, header, start, end);
    case messageType.NEWROUTE:
    case messageType.DELROUTE:
    case messageType.GETROUTE:
      return decodeRoute(bytes, header, start, end);
    case messageType.ERROR:
      return decodeError(bytes, header, start, end);
    case messageType.DONE:
      return decodeDone(bytes, header, start, end);
    default:
      return { kind: "other", header };
  }
}
