/** `struct sockaddr_un` of unix(7). */
import { family } from "../../net/address-family.ts";

/** Bytes of `sun_path`, less the closing zero. */
export const maxSocketPathBytes = 107;

/** @throws RangeError where the path is longer than {@link maxSocketPathBytes} */
export function makeUnixAddress(path: string): Buffer {
  const bytes = Buffer.from(path);
  if (bytes.length > maxSocketPathBytes || bytes.includes(0)) throw new RangeError(`socket path ${path}`);
  const address = Buffer.alloc(2 + bytes.length + 1);
  address.writeUInt16LE(family.UNIX, 0);
  address.set(bytes, 2);
  return address;
}
