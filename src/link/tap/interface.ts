/** An interface of this thread's network namespace, asked for and set by ioctl (netdevice(7)). */
import { checked, errnos, LibcError } from "../../libc/errno.ts";
import { close } from "../../libc/file.ts";
import { ioctl } from "../../libc/ioctl.ts";
import { socket, socketType } from "../../libc/socket.ts";
import { family } from "../../net/address-family.ts";
import { ifreq, ifreqInterface, ifreqValue } from "./tun-requests.ts";

const IFF_UP = 0x1;
const ARPHRD_ETHER = 1;

const request = {
  SIOCGIFNAME: 0x8910,
  SIOCGIFFLAGS: 0x8913,
  SIOCSIFFLAGS: 0x8914,
  SIOCGIFMTU: 0x8921,
  SIOCSIFMTU: 0x8922,
  SIOCSIFHWADDR: 0x8924,
  SIOCGIFINDEX: 0x8933,
} as const;

/** Its index; null where there is no interface of that name or alternative name. */
export function interfaceIndex(name: string): number | null {
  try {
    return ask("SIOCGIFINDEX", ifreq(name), name).readInt32LE(ifreqValue);
  } catch (error) {
    if (error instanceof LibcError && error.errno.code === errnos.ENODEV) return null;
    throw error;
  }
}

/** The name proper of an interface that was perhaps found by an alternative name. */
export function interfaceName(index: number): string {
  const bytes = ifreq("");
  bytes.writeInt32LE(index, ifreqValue);
  return ifreqInterface(ask("SIOCGIFNAME", bytes, `interface ${index}`));
}

export function setUp(name: string): void {
  const bytes = ifreq(name);
  bytes.writeInt16LE(flagsOf(name) | IFF_UP, ifreqValue);
  ask("SIOCSIFFLAGS", bytes, name);
}

/** Bytes behind the Ethernet header. */
export function mtuOf(name: string): number {
  return ask("SIOCGIFMTU", ifreq(name), name).readInt32LE(ifreqValue);
}

export function setMtu(name: string, mtu: number): void {
  const bytes = ifreq(name);
  bytes.writeInt32LE(mtu, ifreqValue);
  ask("SIOCSIFMTU", bytes, name);
}

/** @param mac six bytes */
export function setMacAddress(name: string, mac: Uint8Array): void {
  const bytes = ifreq(name);
  bytes.writeUInt16LE(ARPHRD_ETHER, ifreqValue);
  bytes.set(mac, ifreqValue + 2);
  ask("SIOCSIFHWADDR", bytes, name);
}

function flagsOf(name: string): number {
  return ask("SIOCGIFFLAGS", ifreq(name), name).readInt16LE(ifreqValue);
}

/** Makes the request on a socket of its own: a socket belongs to the namespace that it was made in. */
function ask(call: keyof typeof request, bytes: Buffer, about: string): Buffer {
  const fd = checked(socket(family.IPV6, socketType.DGRAM | socketType.CLOEXEC, 0), "socket");
  try {
    ioctl(fd, request[call], bytes, call, about);
    return bytes;
  } finally {
    close(fd);
  }
}
