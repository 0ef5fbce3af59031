/** Acknowledgements: NLMSG_ERROR and NLMSG_DONE. */
import type { DoneMessage, ErrorMessage } from "../../../src/netlink/messages/ack.ts";
import { encodeMessage } from "../../../src/netlink/messages/header.ts";
import { attribute, i32Bytes, textBytes, u32Bytes } from "./attribute.ts";

const attributes = { MSG: 1, OFFS: 2, MISS_TYPE: 5 } as const;

export function encodeError(message: ErrorMessage): Buffer {
  const request = encodeMessage(message.request);
  return encodeMessage(message.header, i32Bytes(-message.code), request, ...encodeAck(message));
}

export function encodeDone(message: DoneMessage): Buffer {
  return encodeMessage(message.header, i32Bytes(-message.code), ...encodeAck(message));
}

function encodeAck(ack: DoneMessage | ErrorMessage): Buffer[] {
  const parts: Buffer[] = [];
  if (ack.text !== null) parts.push(attribute(attributes.MSG, textBytes(ack.text)));
  if (ack.offset !== null) parts.push(attribute(attributes.OFFS, u32Bytes(ack.offset)));
  if (ack.missing !== null) parts.push(attribute(attributes.MISS_TYPE, u32Bytes(ack.missing)));
  return parts;
}
