/** Logs an eNB's statistics for as long as it is asked to, whatever becomes of the eNB meanwhile. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Message } from "./remote-api.ts";
import { openRemoteApi, type RemoteApi, type RemoteApiOptions } from "./remote-api.ts";
import { askStatistics } from "./statistics.ts";

export type LogStatisticsOptions = RemoteApiOptions & {
  readonly url: string;
  /** Between two lines, ms. */
  readonly period: number;
  readonly write: (statistics: Message) => void;
  /** Something went wrong, or went right again. */
  readonly notice: (text: string) => void;
  /** Aborted to end. */
  readonly signal: AbortSignal;
  /** Lets some time pass, ms; ends early with the signal. */
  readonly pause?: (duration: number, signal: AbortSignal) => Promise<void>;
};

/** The first and the longest pause before connecting again, ms; each is twice the one before. */
const firstPause = 1_000;
const longestPause = 60_000;

/** Ends when the signal is aborted; throws nothing. */
export async function logStatistics(options: LogStatisticsOptions): Promise<void> {
  const { signal, notice, url, pause: rest = sleepAtMost } = options;
  let pause = firstPause;
  let failing = false;
  while (!signal.aborted) {
    try {
      const api = await openRemoteApi(url, options);
      try {
        await logWhileConnected(api, options, () => {
          if (failing) notice(`${url}: answers again`);
          failing = false;
          pause = firstPause;
        });
      } finally {
        api.close();
      }
    } catch (cause) {
      if (signal.aborted) return;
      notice(`${url}: ${(cause as Error).message}; trying again in ${pause / 1000} s`);
      failing = true;
      await rest(pause, signal);
      pause = Math.min(pause * 2, longestPause);
    }
  }
}

async function logWhileConnected(
  api: RemoteApi,
  { period, write, signal, pause: rest = sleepAtMost }: LogStatisticsOptions,
  succeeded: () => void,
): Promise<void> {
  // an eNB that was restarted is asked anew at once, not when the period is over
  const over = AbortSignal.any([signal, api.ended]);
  while (!signal.aborted) {
    const began = Date.now();
    write(await askStatistics(api));
    succeeded();
    await rest(Math.max(0, period - (Date.now() - began)), over);
    if (api.ended.aborted && !signal.aborted) throw new Error("the eNB closed the connection");
  }
}

async function sleepAtMost(duration: number, signal: AbortSignal): Promise<void> {
  await sleep(duration, undefined, { signal }).catch(() => {});
}
