/** Addresses of links: `struct ifaddrmsg` and IFA_* attributes. */
import type { AddressMessage } from "../../../src/netlink/messages/address.ts";
import { encodeMessage } from "../../../src/netlink/messages/header.ts";
import { attribute, textBytes, u8Bytes, u32Bytes } from "./attribute.ts";
import { addressBytes } from "./ip-bytes.ts";

const attributes = { ADDRESS: 1, LOCAL: 2, LABEL: 3, FLAGS: 8, PROTO: 11 } as const;
const fixedSize = 8;

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
