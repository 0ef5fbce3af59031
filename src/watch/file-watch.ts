/** Tells when a file or what is in a folder changes: inotify(7) through Node, no polling and no timer while nothing does. */
import { type FSWatcher, watch } from "node:fs";
import { basename, dirname } from "node:path";
import type { Clock } from "./clock.ts";

export type FileWatch = { readonly close: () => void };

/** Editors and renderers write in several steps: the file is read 50 ms after the last one. */
export const fileSettleMs = 50;

/** Watches a file by its folder: a file that is replaced by renaming is another one each time. */
export function watchFile(path: string, changed: () => void, clock: Clock): FileWatch {
  const name = basename(path);
  return watchEntries(dirname(path), (entry) => entry === null || entry === name, changed, clock);
}

/** Watches which files are in a folder. */
export function watchFolder(path: string, changed: () => void, clock: Clock): FileWatch {
  return watchEntries(path, () => true, changed, clock);
}

function watchEntries(
  folder: string,
  concerns: (entry: string | null) => boolean,
  changed: () => void,
  clock: Clock,
): FileWatch {
  let cancel = () => {};
  const watcher: FSWatcher = watch(folder, (_, entry) => {
    if (!concerns(entry)) return;
    cancel();
    cancel = clock.later(fileSettleMs, changed);
  });
  // The folder itself is gone: whoever reads the file then says so.
  watcher.on("error", changed);
  return {
    close: () => {
      cancel();
      watcher.close();
    },
  };
}
