/** The log of the eNB's statistics, as several promises read it. */
import { type LoggedEntry, readRecentEntries } from "../../output/read-log.ts";
import type { Site } from "../../site/site.ts";
import { inPartition } from "../options.ts";
import { type Options, type PromiseOption, requireNumber, requireOption } from "../promise.ts";

export const statisticsOptions: readonly PromiseOption[] = [
  { name: "log", value: "file", description: "the log of the eNB's statistics" },
  { name: "period", value: "s", description: "the time between two lines of it" },
];

/** The values of these options in a partition. */
export function getStatisticsOptions({ enb }: Site): Options {
  return { log: inPartition.statsLog, period: String(enb.operation.statsFetchPeriod) };
}

/** The entries of the last few periods, newest first. */
export function readStatistics(options: Options, periods: number, now: Date = new Date()): LoggedEntry[] {
  const maxAgeMs = requireNumber(options, "period") * periods * 1000;
  return readRecentEntries(requireOption(options, "log"), new Date(now.getTime() - maxAgeMs));
}
