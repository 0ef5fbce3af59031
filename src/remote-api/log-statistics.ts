/** Logs an eNB's statistics for as long as it is asked to, whatever becomes of the eNB meanwhile. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Message } from "./frame.ts";
import { openRemoteApi, type RemoteApi, type RemoteApiOptions } from "./remote-api.ts";
import { askStatistics } from "./statistics.ts";

export type LogStatisticsOptions = Omit<RemoteApiOptions, "signal"> & {
  readonly url: string;
  /** Between two lines. */
  readonly periodMs: number;
  readonly write: (statistics: Message) => void;
  /** Something went wrong, or went right again. */
  readonly notice: (text: string) => void;
  /** Aborted to end. */
  readonly signal: AbortSignal;
  /** Lets some time pass; ends early with the signal. */
  readonly pause?: (durationMs: number, signal: AbortSignal) => Promise<void>;
};

/** The first and the longest pause before connecting again; each is twice the one before. */
const firstPauseMs = 1_000;
const maxPauseMs = 60_000;

/** Ends when the signal is aborted; throws nothing. */
export async function logStatistics(options: LogStatisticsOptions): Promise<void> {
  const { signal, notice, url, pause = sleepAtMost } = options;
  let pauseMs = firstPauseMs;
  let isFailing = false;
  const noteSuccess = () => {
    if (isFailing) notice(`${url}: answers again`);
    isFailing = false;
    pauseMs = firstPauseMs;
  };
  while (!signal.aborted) {
    try {
      await logOneConnection(options, noteSuccess);
    } catch (cause) {
      if (signal.aborted) return;
      notice(`${url}: ${(cause as Error).message}; trying again in ${pauseMs / 1000} s`);
      isFailing = true;
      await pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, maxPauseMs);
    }
  }
}

async function logOneConnection(options: LogStatisticsOptions, noteSuccess: () => void): Promise<void> {
  const api = await openRemoteApi(options.url, options);
  try {
    await logWhileConnected(api, options, noteSuccess);
  } finally {
    api.close();
  }
}

async function logWhileConnected(
  api: RemoteApi,
  { periodMs, write, signal, pause = sleepAtMost }: LogStatisticsOptions,
  noteSuccess: () => void,
): Promise<void> {
  // An eNB that was restarted is asked anew at once, not when the period is over.
  const over = AbortSignal.any([signal, api.ended]);
  while (!signal.aborted) {
    const beganMs = performance.now();
    write(await askStatistics(api));
    noteSuccess();
    await pause(Math.max(0, periodMs - (performance.now() - beganMs)), over);
    if (api.ended.aborted && !signal.aborted) throw new Error("the eNB closed the connection");
  }
}

async function sleepAtMost(durationMs: number, signal: AbortSignal): Promise<void> {
  await sleep(durationMs, undefined, { signal }).catch(() => {});
}
