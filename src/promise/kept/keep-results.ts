/** Keeps the results of a partition's promises fresh: one process in place of one for each promise each minute. */
import { watch } from "node:fs";
import { basename, dirname } from "node:path";
import { checkAll, type InstalledPromises } from "./check-all.ts";
import { keepPeriodSeconds, keptResultsPath, wantedSincePath, writeKeptResults } from "./kept-results.ts";

/** Between two looks at what has just been started. */
const settleIntervalMs = 250;

export type Keeper = {
  /** Checks again soon: something that promises are about has changed. */
  readonly touch: () => void;
  readonly close: () => void;
};

/**
 * Checks at once, each minute, when {@link Keeper.touch} is called, and when `ors partition` asks for new results.
 * This process has to be in the partition's folder.
 *
 * @param failed is given what keeps the results from being written
 */
export function keepResults(installed: InstalledPromises, failed: (line: string) => void): Keeper {
  let timer: NodeJS.Timeout | undefined;
  let isBusy = false;
  let isWanted = false;

  const run = async () => {
    if (isBusy) {
      isWanted = true;
      return;
    }
    isBusy = true;
    isWanted = false;
    const isSettling = await checkAndWrite(installed, failed);
    isBusy = false;
    schedule(isSettling || isWanted ? settleIntervalMs : keepPeriodSeconds * 1000);
  };
  const schedule = (delayMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), delayMs);
  };

  const watcher = watch(dirname(wantedSincePath), (_, name) => {
    if (name === basename(wantedSincePath)) void run();
  });
  watcher.on("error", (cause) => failed(cause.message));
  void run();
  return {
    touch: () => void run(),
    close: () => {
      clearTimeout(timer);
      watcher.close();
    },
  };
}

/** Whether anything was just started and is not as it should be yet. */
async function checkAndWrite(installed: InstalledPromises, failed: (line: string) => void): Promise<boolean> {
  const kept = await checkAll(installed, ".");
  try {
    writeKeptResults(keptResultsPath, kept);
  } catch (cause) {
    failed(`${keptResultsPath}: ${(cause as Error).message}`);
  }
  return Object.values(kept.results).some(({ settling }) => settling);
}
