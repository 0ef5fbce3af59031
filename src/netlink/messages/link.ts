/** Links: RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK (`struct ifinfomsg` and IFLA_* attributes). */
import {
  checkLength,
  eachAttribute,
  readAttributeI32,
  readAttributeText,
  readAttributeU8,
  readAttributeU32,
} from "./attribute.ts";
import { readI32, readU16, readU32 } from "./bytes.ts";
import type { Header } from "./header.ts";
import { decodeIpv6Settings, type Ipv6Settings } from "./ipv6-settings.ts";
import { decodeTunInfo, type TunInfo } from "./tun-info.ts";

/** A link; what the message does not tell is null. */
export type LinkMessage = {
  readonly kind: "link";
  readonly header: Header;
  readonly family: number;
  /** ARPHRD_*: 1 Ethernet, 772 loopback. */
  readonly deviceType: number;
  readonly index: number;
  /** `interfaceFlag` of `numbers.ts`. */
  readonly flags: number;
  /** Which of the flags a request changes, or an event says that changed. */
  readonly change: number;
  readonly name: string | null;
  readonly altnames: readonly string[];
  /** MAC address, `02:00:00:00:00:01`. */
  readonly mac: string | null;
  readonly mtu: number | null;
  /** Index into `operstates` of `numbers.ts`. */
  readonly operstate: number | null;
  readonly carrier: boolean | null;
  /** IFLA_GROUP: 0 is the group of a link that nobody put into another. */
  readonly group: number | null;
  /** Index of the bridge or the like that it is a port of. */
  readonly master: number | null;
  /** Index of the link that it lies on, or of a veth's other end. */
  readonly lower: number | null;
  /** `tun`, `veth`, `bridge`, … */
  readonly type: string | null;
  readonly tun: TunInfo | null;
  /** What the kernel does with Router Advertisements and redirects on this link; null where it has no IPv6. */
  readonly ipv6: Ipv6Settings | null;
  /** IFLA_EXT_MASK: what a request wants given or left out. */
  readonly extMask: number | null;
};

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

/** Decodes the body of a link message between two offsets. */
export function decodeLink(bytes: Buffer, header: Header, start: number, end: number): LinkMessage {
  checkLength(start, end, fixedSize);
  const link: Draft = {
    kind: "link",
    header,
    family: bytes[start] as number,
    deviceType: readU16(bytes, start + 2),
    index: readI32(bytes, start + 4),
    flags: readU32(bytes, start + 8),
    change: readU32(bytes, start + 12),
    name: null,
    altnames: none,
    mac: null,
    mtu: null,
    operstate: null,
    carrier: null,
    group: null,
    master: null,
    lower: null,
    type: null,
    tun: null,
    ipv6: null,
    extMask: null,
  };
  eachAttribute(bytes, start + fixedSize, end, (type, from, to) => setAttribute(link, type, bytes, from, to));
  return link;
}

type Draft = { -readonly [K in keyof LinkMessage]: LinkMessage[K] };

function setAttribute(link: Draft, type: number, bytes: Buffer, from: number, to: number): void {
  switch (type) {
    case attributes.IFNAME:
      link.name = readAttributeText(bytes, from, to);
      break;
    case attributes.PROP_LIST:
      link.altnames = decodeAltnames(bytes, from, to);
      break;
    case attributes.ADDRESS:
      link.mac = macText(bytes, from, to);
      break;
    case attributes.MTU:
      link.mtu = readAttributeU32(bytes, from, to);
      break;
    case attributes.OPERSTATE:
      link.operstate = readAttributeU8(bytes, from, to);
      break;
    case attributes.CARRIER:
      link.carrier = readAttributeU8(bytes, from, to) !== 0;
      break;
    case attributes.GROUP:
      link.group = readAttributeU32(bytes, from, to);
      break;
    case attributes.MASTER:
      link.master = readAttributeI32(bytes, from, to);
      break;
    case attributes.LINK:
      link.lower = readAttributeI32(bytes, from, to);
      break;
    case attributes.LINKINFO:
      Object.assign(link, decodeLinkInfo(bytes, from, to));
      break;
    case attributes.AF_SPEC:
      link.ipv6 = decodeIpv6Settings(bytes, from, to);
      break;
    case attributes.EXT_MASK:
      link.extMask = readAttributeU32(bytes, from, to);
      break;
  }
}

const none: string[] = [];

function decodeAltnames(bytes: Buffer, start: number, end: number): string[] {
  const names: string[] = [];
  eachAttribute(bytes, start, end, (type, from, to) => {
    if (type === attributes.ALT_IFNAME) names.push(readAttributeText(bytes, from, to));
  });
  return names;
}

type LinkInfo = { readonly type: string | null; readonly tun: TunInfo | null };

function decodeLinkInfo(bytes: Buffer, start: number, end: number): LinkInfo {
  let type: string | null = null;
  let tun: TunInfo | null = null;
  // The kernel gives the kind before its details, and so does whoever asks: details without a kind mean nothing.
  eachAttribute(bytes, start, end, (attributeType, from, to) => {
    if (attributeType === linkInfo.KIND) type = readAttributeText(bytes, from, to);
    else if (attributeType === linkInfo.DATA && type === "tun") tun = decodeTunInfo(bytes, from, to);
  });
  return { type, tun };
}

function macText(bytes: Buffer, from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; at++) text += (at === from ? "" : ":") + hexByte[bytes[at] as number];
  return text;
}

const hexByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
