/** A control socket in a state folder. */
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";

export type SocketPlace = { readonly folder: string; readonly name: string };

/** Bytes of `sun_path` in unix(7), less the closing zero. */
const maxPathBytes = 107;

/**
 * A path that bind(2) and connect(2) take: folders of SlapOS make longer ones, which are reached through the opened
 * folder. `close` is to be called once the path was used.
 */
export function openSocketPath({ folder, name }: SocketPlace): {
  readonly path: string;
  readonly close: () => void;
} {
  const path = join(folder, name);
  if (Buffer.byteLength(path) <= maxPathBytes) return { path, close: () => {} };
  const opened = openSync(folder, "r");
  return { path: `/proc/self/fd/${opened}/${name}`, close: () => closeSync(opened) };
}
