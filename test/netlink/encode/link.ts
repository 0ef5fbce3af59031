/** Links: `struct ifinfomsg` and IFLA_* attributes. */
import { encodeMessage } from "../../../src/netlink/messages/header.ts";
import type { LinkMessage } from "../../../src/netlink/messages/link.ts";
import type { TunInfo } from "../../../src/netlink/messages/tun-info.ts";
import { attribute, i32Bytes, nested, textBytes, u8Bytes, u32Bytes } from "./attribute.ts";
import { encodeIpv6Settings } from "./ipv6-settings.ts";
import { encodeTunInfo } from "./tun-info.ts";

const attributes = {
  ADDRESS: 1,
  IFNAME: 3,
  MTU: 4,
  LINK: 5,
  MASTER: 10,
  OPERSTATE: 16,
  LINKINFO: 18,
  AF_SPEC: 26,
  GROUP: 27,
  EXT_MASK: 29,
  CARRIER: 33,
  PROP_LIST: 52,
  ALT_IFNAME: 53,
} as const;
const linkInfo = { KIND: 1, DATA: 2 } as const;
const fixedSize = 16;

/** Encodes a link message; what is null is left out. */
export function encodeLink(link: LinkMessage): Buffer {
  const fixed = Buffer.alloc(fixedSize);
  fixed.writeUInt8(link.family, 0);
  fixed.writeUInt16LE(link.deviceType, 2);
  fixed.writeInt32LE(link.index, 4);
  fixed.writeUInt32LE(link.flags, 8);
  fixed.writeUInt32LE(link.change, 12);
  const parts: Buffer[] = [fixed];
  const add = <T>(type: number, value: T | null, encode: (value: T) => Buffer) => {
    if (value !== null) parts.push(attribute(type, encode(value)));
  };
  add(attributes.IFNAME, link.name, textBytes);
  if (link.altnames.length > 0) parts.push(encodeAltnames(link.altnames));
  add(attributes.ADDRESS, link.mac, macBytes);
  add(attributes.MTU, link.mtu, u32Bytes);
  add(attributes.OPERSTATE, link.operstate, u8Bytes);
  add(attributes.CARRIER, link.carrier, (carrier) => u8Bytes(carrier ? 1 : 0));
  add(attributes.GROUP, link.group, u32Bytes);
  add(attributes.MASTER, link.master, i32Bytes);
  add(attributes.LINK, link.lower, i32Bytes);
  if (link.type !== null) parts.push(encodeLinkInfo(link.type, link.tun));
  if (link.ipv6 !== null) parts.push(nested(attributes.AF_SPEC, encodeIpv6Settings(link.ipv6)));
  add(attributes.EXT_MASK, link.extMask, u32Bytes);
  return encodeMessage(link.header, ...parts);
}

function encodeAltnames(names: readonly string[]): Buffer {
  return nested(
    attributes.PROP_LIST,
    ...names.map((name) => attribute(attributes.ALT_IFNAME, textBytes(name))),
  );
}

function encodeLinkInfo(type: string, tun: TunInfo | null): Buffer {
  const parts = [attribute(linkInfo.KIND, textBytes(type))];
  if (tun !== null) parts.push(nested(linkInfo.DATA, encodeTunInfo(tun)));
  return nested(attributes.LINKINFO, ...parts);
}

function macBytes(text: string): Buffer {
  return Buffer.from(text.replaceAll(":", ""), "hex");
}
