/** Writes the status where others read it: at most once a second, and not at all while nothing changes. */
import { replaceFile } from "../output/replace-file.ts";
import type { Clock } from "./clock.ts";

export type PublishedFile = { readonly path: string; readonly mode: number; readonly content: () => string };

export type Publisher = {
  /** What the files say is other than before. */
  readonly touch: () => void;
  /** Writes them for the last time. */
  readonly stop: () => Promise<void>;
};

/** At most so often. */
export const publishIntervalMs = 1000;

/** @param failed told once for each other reason why a file cannot be written; the watch goes on without it */
export function createPublisher(
  files: readonly PublishedFile[],
  failed: (why: string) => void,
  clock: Clock,
): Publisher {
  let cancel: (() => void) | null = null;
  let writing: Promise<void> = Promise.resolve();
  let last = Number.NEGATIVE_INFINITY;
  let complained = "";

  const writeAll = async () => {
    for (const file of files) {
      try {
        await replaceFile(file.path, file.content(), file.mode);
      } catch (error) {
        const why = `${file.path}: cannot be written: ${(error as Error).message}`;
        if (why !== complained) failed(why);
        complained = why;
      }
    }
  };
  const write = () => {
    cancel = null;
    last = clock.now();
    writing = writing.then(writeAll);
  };
  return {
    touch: () => {
      const wait = Math.max(0, Math.min(publishIntervalMs, last + publishIntervalMs - clock.now()));
      cancel ??= clock.later(wait, write);
    },
    stop: async () => {
      cancel?.();
      write();
      await writing;
    },
  };
}
