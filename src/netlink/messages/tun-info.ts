/** What the kernel says of a TUN or TAP (IFLA_LINKINFO, kind `tun`). */
import { eachAttribute, readAttributeU8, readAttributeU32 } from "./attribute.ts";

export type TunInfo = {
  /** User that may attach; null: nobody is named. */
  readonly owner: number | null;
  /** Group that may attach. */
  readonly group: number | null;
  /** A TAP carries Ethernet frames, a TUN IP packets; null where the kernel does not tell. */
  readonly mode: "tun" | "tap" | null;
  /** Stays when its last program goes. */
  readonly persist: boolean;
  readonly packetInformation: boolean;
  readonly vnetHdr: boolean;
  readonly multiQueue: boolean;
};

const attributes = { OWNER: 1, GROUP: 2, TYPE: 3, PI: 4, VNET_HDR: 5, PERSIST: 6, MULTI_QUEUE: 7 } as const;
const modes = { 1: "tun", 2: "tap" } as const;

export function decodeTunInfo(bytes: Buffer, start: number, end: number): TunInfo {
  let owner: number | null = null;
  let group: number | null = null;
  let mode: TunInfo["mode"] = null;
  let flags = 0;
  eachAttribute(bytes, start, end, (type, from, to) => {
    if (type === attributes.OWNER) owner = readAttributeU32(bytes, from, to);
    else if (type === attributes.GROUP) group = readAttributeU32(bytes, from, to);
    else if (type === attributes.TYPE) mode = modes[readAttributeU8(bytes, from, to) as 1 | 2] ?? null;
    else if (type <= attributes.MULTI_QUEUE && readAttributeU8(bytes, from, to) !== 0) flags |= 1 << type;
  });
  const has = (type: number) => (flags & (1 << type)) !== 0;
  return {
    owner,
    group,
    mode,
    persist: has(attributes.PERSIST),
    packetInformation: has(attributes.PI),
    vnetHdr: has(attributes.VNET_HDR),
    multiQueue: has(attributes.MULTI_QUEUE),
  };
}
