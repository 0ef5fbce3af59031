/** Acknowledgements: NLMSG_ERROR and NLMSG_DONE, with the extended ack where the socket asked for it. */
import { align, checkLength, eachAttribute, readAttributeText, readAttributeU32 } from "./attribute.ts";
import { readI32, readU32 } from "./bytes.ts";
import { decodeHeader, type Header, headerSize } from "./header.ts";
import { makeMalformed } from "./netlink-error.ts";
import { messageFlag } from "./numbers.ts";

/** The kernel's answer to a request: that it was done, or why not. */
export type ErrorMessage = {
  readonly kind: "error";
  readonly header: Header;
  /** Error number, positive; 0: done. */
  readonly code: number;
  /** Header of the request that it answers. */
  readonly request: Header;
} & ExtendedAck;

/** The end of a dump. A dump that is refused after it was begun has its error here. */
export type DoneMessage = {
  readonly kind: "done";
  readonly header: Header;
  readonly code: number;
} & ExtendedAck;

type ExtendedAck = {
  /** The kernel's own words. */
  readonly text: string | null;
  /** Offset of the attribute at fault in the request. */
  readonly offset: number | null;
  /** Type of an attribute that the request lacked. */
  readonly missing: number | null;
};

const attributes = { MSG: 1, OFFS: 2, MISS_TYPE: 5 } as const;

export function decodeError(bytes: Buffer, header: Header, start: number, end: number): ErrorMessage {
  checkLength(start, end, 4 + headerSize);
  const request = decodeHeader(bytes, start + 4);
  const repeated = (header.flags & messageFlag.CAPPED) !== 0 ? headerSize : readU32(bytes, start + 4);
  if (repeated < headerSize || repeated > end - start - 4)
    throw makeMalformed(`request of length ${repeated}`, start);
  const code = -readI32(bytes, start);
  const ack = decodeAck(bytes, header, start + 4 + align(repeated), end);
  return { kind: "error", header, code: code === 0 ? 0 : code, request, ...ack };
}

export function decodeDone(bytes: Buffer, header: Header, start: number, end: number): DoneMessage {
  // RFC 3549 has no payload here; Linux has the result.
  const code = end - start < 4 ? 0 : -readI32(bytes, start);
  return { kind: "done", header, code: code === 0 ? 0 : code, ...decodeAck(bytes, header, start + 4, end) };
}

const nothing: ExtendedAck = { text: null, offset: null, missing: null };

function decodeAck(bytes: Buffer, header: Header, start: number, end: number): ExtendedAck {
  if ((header.flags & messageFlag.ACK_TLVS) === 0) return nothing;
  let text: string | null = null;
  let offset: number | null = null;
  let missing: number | null = null;
  eachAttribute(bytes, start, end, (type, from, to) => {
    if (type === attributes.MSG) text = readAttributeText(bytes, from, to);
    else if (type === attributes.OFFS) offset = readAttributeU32(bytes, from, to);
    else if (type === attributes.MISS_TYPE) missing = readAttributeU32(bytes, from, to);
  });
  return { text, offset, missing };
}
