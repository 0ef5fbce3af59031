/** An interface of this thread's network namespace, asked for and set by ioctl (netdevice(7)). */
import { checkResult, errnos, LibcError } from "../../libc/errno.ts";
import { close } from "../../libc/file.ts";
import { ioctl } from "../../libc/ioctl.ts";
import { socket, socketType } from "../../libc/socket.ts";
import { family } from "../../net/address-family.ts";
import { ifreqValue, makeIfreq, readIfreqName } from "./tun-requests.ts";

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
export function findInterfaceIndex(name: string): number | null {
  try {
    return ask("SIOCGIFINDEX", makeIfreq(name), name).readInt32LE(ifreqValue);
  } catch (error) {
    if (error instanceof LibcError && error.errno.code === errnos.ENODEV) return null;
    throw error;
  }
}

/** The name proper of an interface that was perhaps found by an alternative name. */
export function getInterfaceName(index: number): string {
  const bytes = makeIfreq("");
  bytes.writeInt32LE(index, ifreqValue);
  return readIfreqName(ask("SIOCGIFNAME", bytes, `interface ${index}`));
}

export function setUp(name: string): void {
  const bytes = makeIfreq(name);
  bytes.writeInt16LE(getFlags(name) | IFF_UP, ifreqValue);
  ask("SIOCSIFFLAGS", bytes, name);
}

/** Takes it down, by which it loses its IPv6 addresses and routes. */
export function setDown(name: string): void {
  const bytes = makeIfreq(name);
  bytes.writeInt16LE(getFlags(name) & ~IFF_UP, ifreqValue);
  ask("SIOCSIFFLAGS", bytes, name);
}

/** Whether somebody has set it up. */
export function isUp(name: string): boolean {
  return (getFlags(name) & IFF_UP) !== 0;
}

/** Bytes behind the Ethernet header. */
export function getMtu(name: string): number {
  return ask("SIOCGIFMTU", makeIfreq(name), name).readInt32LE(ifreqValue);
}

export function setMtu(name: string, mtu: number): void {
  const bytes = makeIfreq(name);
  bytes.writeInt32LE(mtu, ifreqValue);
  ask("SIOCSIFMTU", bytes, name);
}

/** @param mac six bytes */
export function setMacAddress(name: string, mac: Uint8Array): void {
  const bytes = makeIfreq(name);
  bytes.writeUInt16LE(ARPHRD_ETHER, ifreqValue);
  bytes.set(mac, ifreqValue + 2);
  ask("SIOCSIFHWADDR", bytes, name);
}

function getFlags(name: string): number {
  return ask("SIOCGIFFLAGS", makeIfreq(name), name).readInt16LE(ifreqValue);
}

/** Makes the request on a socket of its own: a socket belongs to the namespace that it was made in. */
function ask(call: keyof typeof request, bytes: Buffer, about: string): Buffer {
  const fd = checkResult(socket(family.IPV6, socketType.DGRAM | socketType.CLOEXEC, 0), "socket");
  try {
    ioctl(fd, request[call], bytes, call, about);
    return bytes;
  } finally {
    close(fd);
  }
}
