/** Paths of unix sockets: folders of SlapOS make longer ones than bind(2) and connect(2) take. */
import { closeSync, constants, openSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeUnixAddress, maxSocketPathBytes } from "../../libc/unix/address.ts";

/**
 * Calls `use` with an address of the socket; a path that is too long for one goes through its opened folder.
 *
 * @throws what opening the folder throws
 */
export function withSocketAddress<T>(path: string, use: (address: Buffer) => T): T {
  if (Buffer.byteLength(path) <= maxSocketPathBytes) return use(makeUnixAddress(path));
  const folder = openFolder(path);
  try {
    return use(makeUnixAddress(join("/proc/self/fd", String(folder), basename(path))));
  } finally {
    closeSync(folder);
  }
}

/** The folder that a path lies in, as a descriptor. */
export function openFolder(path: string): number {
  return openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
}
