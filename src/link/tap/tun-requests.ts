/** Numbers of linux/if_tun.h and `struct ifreq` (netdevice(7)); the same on every architecture of Node. */
import { maxInterfaceNameBytes } from "../../net/interface-name.ts";

export const tunPath = "/dev/net/tun";

export const tunRequest = {
  TUNSETIFF: 0x400454ca,
  TUNSETPERSIST: 0x400454cb,
  TUNGETFEATURES: 0x800454cf,
  TUNSETOFFLOAD: 0x400454d0,
  TUNGETIFF: 0x800454d2,
  TUNSETSNDBUF: 0x400454d4,
  TUNSETVNETHDRSZ: 0x400454d8,
} as const;

export const tunFlag = {
  IFF_TAP: 0x0002,
  IFF_MULTI_QUEUE: 0x0100,
  IFF_NO_PI: 0x1000,
  IFF_VNET_HDR: 0x4000,
} as const;

/** What the holder of the descriptor is ready to find in a virtio header. */
export const offload = { CSUM: 0x01, TSO4: 0x02, TSO6: 0x04, TSO_ECN: 0x08, USO4: 0x20, USO6: 0x40 } as const;

const ifreqSize = 40;
const ifreqName = 16;

/** A `struct ifreq` with the name in it; what else it carries starts at {@link ifreqValue}. */
export function makeIfreq(name: string): Buffer {
  const bytes = Buffer.alloc(ifreqSize);
  bytes.write(name, 0, maxInterfaceNameBytes, "utf8");
  return bytes;
}

/** Offset of the union behind the name. */
export const ifreqValue = ifreqName;

/** The name that the kernel left in a `struct ifreq`. */
export function readIfreqName(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString("utf8", 0, end < 0 || end > maxInterfaceNameBytes ? maxInterfaceNameBytes : end);
}

/** An int as the ioctls that point to one take it. */
export function encodeInt(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}
