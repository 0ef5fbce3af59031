/** Paths of unix sockets: folders of SlapOS make longer ones than bind(2) and connect(2) take. */
import { closeSync, constants, openSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeUnixAddress, maxSocketPathBytes } from "../../libc/unix/address.ts";

/**
 * A path that bind(2) and connect(2) take: one that is too long goes through its opened folder. `close` is to be called
 * once the path was used.
 *
 * @throws what opening the folder throws
 */
export function openSocketPath(path: string): { readonly path: string; readonly close: () => void } {
  if (Buffer.byteLength(path) <= maxSocketPathBytes) return { path, close: () => {} };
  const folder = openFolder(path);
  return { path: join("/proc/self/fd", String(folder), basename(path)), close: () => closeSync(folder) };
}

/**
 * Calls `use` with an address of the socket.
 *
 * @throws what {@link openSocketPath} throws
 */
export function withSocketAddress<T>(path: string, use: (address: Buffer) => T): T {
  const bound = openSocketPath(path);
  try {
    return use(makeUnixAddress(bound.path));
  } finally {
    bound.close();
  }
}

/** The folder that a path lies in, as a descriptor. */
export function openFolder(path: string): number {
  return openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
}
