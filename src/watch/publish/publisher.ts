/** Writes the status where others read it: at most once a second, and not at all while nothing changes. */
import { replaceFile } from "../../output/replace-file.ts";
import type { Clock } from "../clock.ts";

export type PublishedFile = {
  readonly path: string;
  readonly mode: number;
  readonly content: () => string;
  /** Whether it is written once a minute although nothing changes: who reads it sees no process. */
  readonly hasHeartbeat: boolean;
};

export type Publisher = {
  /** What the files say is other than before. */
  readonly noteChange: () => void;
  /** Writes them for the last time. */
  readonly stop: () => Promise<void>;
};

/** At most so often. */
export const publishIntervalMs = 1000;
/** After the last writing. */
export const heartbeatMs = 60_000;

/** @param failed called once for each new reason why a file cannot be written; the watch goes on without it */
export function createPublisher(
  files: readonly PublishedFile[],
  failed: (why: string) => void,
  clock: Clock,
): Publisher {
  const beating = files.filter(({ hasHeartbeat }) => hasHeartbeat);
  const writer = createWriter(failed);
  let cancelWrite: (() => void) | null = null;
  let cancelBeat = () => {};
  let lastMs = Number.NEGATIVE_INFINITY;

  const write = (some: readonly PublishedFile[]) => {
    writer.write(some);
    cancelBeat();
    if (beating.length > 0) cancelBeat = clock.later(heartbeatMs, () => write(beating));
  };
  const writeAll = () => {
    cancelWrite = null;
    lastMs = clock.now();
    write(files);
  };
  return {
    noteChange: () => {
      const waitMs = Math.max(0, Math.min(publishIntervalMs, lastMs + publishIntervalMs - clock.now()));
      cancelWrite ??= clock.later(waitMs, writeAll);
    },
    stop: async () => {
      cancelWrite?.();
      writeAll();
      cancelBeat();
      await writer.finish();
    },
  };
}

type Writer = {
  readonly write: (files: readonly PublishedFile[]) => void;
  readonly finish: () => Promise<void>;
};

/** One writing after the other. */
function createWriter(failed: (why: string) => void): Writer {
  let writing: Promise<void> = Promise.resolve();
  let complaint = "";
  const writeEach = async (files: readonly PublishedFile[]) => {
    for (const { path, content, mode } of files) {
      try {
        await replaceFile(path, content(), mode);
      } catch (error) {
        const why = `${path}: cannot be written: ${(error as Error).message}`;
        if (why !== complaint) failed(why);
        complaint = why;
      }
    }
  };
  return {
    write: (files) => {
      writing = writing.then(() => writeEach(files));
    },
    finish: () => writing,
  };
}
