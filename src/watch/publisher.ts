/** Writes the status where others read it: at most once a second, and not at all while nothing changes. */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Clock } from "./clock.ts";

export type PublishedFile = { readonly path: string; readonly mode: number; readonly content: () => string };

export type Publisher = {
  /** What the files say is other than before. */
  readonly touch: () => void;
  /** Writes them for the last time. */
  readonly stop: () => Promise<void>;
};

/** At most so often; ms. */
export const publishEvery = 1000;

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
        await replace(file);
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
      const wait = Math.max(0, Math.min(publishEvery, last + publishEvery - clock.now()));
      cancel ??= clock.later(wait, write);
    },
    stop: async () => {
      cancel?.();
      write();
      await writing;
    },
  };
}

/** Beside and renamed, so that a reader finds the old or the new text. */
async function replace({ path, mode, content }: PublishedFile): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}`);
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(beside, content(), { mode });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
