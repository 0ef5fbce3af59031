/** Addresses of links: RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR (`struct ifaddrmsg` and IFA_* attributes). */

import { formatIpBytes } from "../../net/format-ip.ts";
import {
  checkLength,
  eachAttribute,
  readAttributeText,
  readAttributeU8,
  readAttributeU32,
} from "./attribute.ts";
import { readU32 } from "./bytes.ts";
import type { Header } from "./header.ts";

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
    // IPv6 has IFA_LOCAL only where the other end has an address of its own.
    local: local ?? address,
    address,
    label,
    protocol,
  };
}
