/** IFLA_LINKINFO of kind `tun`. */
import type { TunInfo } from "../../../src/netlink/messages/tun-info.ts";
import { attribute, u8Bytes, u32Bytes } from "./attribute.ts";

const attributes = { OWNER: 1, GROUP: 2, TYPE: 3, PI: 4, VNET_HDR: 5, PERSIST: 6, MULTI_QUEUE: 7 } as const;

export function encodeTunInfo(info: TunInfo): Buffer {
  const parts: Buffer[] = [];
  if (info.owner !== null) parts.push(attribute(attributes.OWNER, u32Bytes(info.owner)));
  if (info.group !== null) parts.push(attribute(attributes.GROUP, u32Bytes(info.group)));
  if (info.mode !== null) parts.push(attribute(attributes.TYPE, u8Bytes(info.mode === "tap" ? 2 : 1)));
  const flag = (type: number, value: boolean) => parts.push(attribute(type, u8Bytes(value ? 1 : 0)));
  flag(attributes.PI, info.packetInformation);
  flag(attributes.VNET_HDR, info.vnetHdr);
  flag(attributes.PERSIST, info.persist);
  flag(attributes.MULTI_QUEUE, info.multiQueue);
  return Buffer.concat(parts);
}
