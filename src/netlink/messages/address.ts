/** Addresses of links: RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR (`struct ifaddrmsg` and IFA_* attributes). */

import { formatIpBytes } from "../../net/format-ip.ts";
import {
  attribute,
  checkLength,
  eachAttribute,
  readAttributeText,
  readAttributeU8,
  readAttributeU32,
  textBytes,
} from "./attribute.ts";
import { readU32, u8Bytes, u32Bytes } from "./bytes.ts";
import { encodeMessage, type Header } from "./header.ts";
import { ipBytes } from "./ip-bytes.ts";

/** An address of a link; what the message does not tell is null. */
export type AddressMessage = {
  readonly kind: "address";
  readonly header: Header;
  readonly family: number;
  readonly prefixLength: number;
  readonly scope: number;
  /** Index of the link. */
  readonly index: number;
  /** All 32 bits of them (IFA_FLAGS); `addressFlag` of `numbers.ts`. */
  readonly flags: number;
  /** The link's own address. */
  readonly local: string | null;
  /** IFA_ADDRESS: on a point-to-point link the other end's, else the same as `local`. */
  readonly address: string | null;
  readonly label: string | null;
  /** IFA_PROTO: who put it there; 0 where nobody said. */
  readonly protocol: number | null;
};

const attributes = { ADDRESS: 1, LOCAL: 2, LABEL: 3, FLAGS: 8, PROTO: 11 } as const;

const fixedSize = 8;

export function decodeAddress(bytes: Buffer, header: Header, start: number, end: number): AddressMessage {
  checkLength(start, end, fixedSize);
  const family = bytes[start] as number;
  let flags = bytes[start + 2] as number;
  let local: string | null = null;
  let address: string | null = null;
  let label: string | null = null;
  let protocol: number | null = null;
  eachAttribute(bytes, start + fixedSize, end, (type, from, to) => {
    switch (type) {
      case attributes.ADDRESS:
        address = formatIpBytes(family, bytes, from, to);
        break;
      case attributes.LOCAL:
        local = formatIpBytes(family, bytes, from, to);
        break;
      case attributes.LABEL:
        label = readAttributeText(bytes, from, to);
        break;
      case attributes.FLAGS:
        flags = readAttributeU32(bytes, from, to);
        break;
      case attributes.PROTO:
        protocol = readAttributeU8(bytes, from, to);
        break;
    }
  });
  return {
    kind: "address",
    header,
    family,
    prefixLength: bytes[start + 1] as number,
    scope: bytes[start + 3] as number,
    index: readU32(bytes, start + 4),
    flags,
    // IPv6 tells IFA_LOCAL only where the other end has an address of its own.
    local: local ?? address,
    address,
    label,
    protocol,
  };
}

/** Encodes an address message; what is null is left out. */
export function encodeAddress(message: AddressMessage): Buffer {
  const fixed = Buffer.alloc(fixedSize);
  fixed.writeUInt8(message.family, 0);
  fixed.writeUInt8(message.prefixLength, 1);
  fixed.writeUInt8(message.flags & 0xff, 2);
  fixed.writeUInt8(message.scope, 3);
  fixed.writeUInt32LE(message.index, 4);
  const parts: Buffer[] = [fixed];
  const add = <T>(type: number, value: T | null, encode: (value: T) => Uint8Array) => {
    if (value !== null) parts.push(attribute(type, encode(value)));
  };
  add(attributes.ADDRESS, message.address, addressBytes);
  add(attributes.LOCAL, message.local, addressBytes);
  add(attributes.LABEL, message.label, textBytes);
  add(attributes.FLAGS, message.flags === 0 ? null : message.flags, u32Bytes);
  add(attributes.PROTO, message.protocol, u8Bytes);
  return encodeMessage(message.header, ...parts);
}

/** Bytes of an address in text; of what `formatIpBytes` wrote as bare hexadecimal, those bytes. */
export function addressBytes(text: string): Uint8Array {
  return ipBytes(text) ?? Buffer.from(text.replace(/^0x/, ""), "hex");
}
