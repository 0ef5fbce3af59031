/** The daemon's socket in its state folder. */
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";

export const socketName = "radio.sock";

/** Bytes of `sun_path` in unix(7), less the closing zero. */
const maxPathBytes = 107;

/**
 * A path that bind(2) and connect(2) take: folders of SlapOS make longer ones, which are reached through the opened
 * folder. `close` is to be called once the path was used.
 */
export function openSocketPath(stateFolder: string): { readonly path: string; readonly close: () => void } {
  const path = join(stateFolder, socketName);
  if (Buffer.byteLength(path) <= maxPathBytes) return { path, close: () => {} };
  const folder = openSync(stateFolder, "r");
  return { path: `/proc/self/fd/${folder}/${socketName}`, close: () => closeSync(folder) };
}
