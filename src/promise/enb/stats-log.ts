/** The promise `stats-log`: the eNB's statistics are as new as they should be. */
import type { LoggedEntry } from "../../output/read-log.ts";
import { type PromiseDefinition, requireNumber } from "../promise.ts";
import { fails, holds, type Verdict } from "../verdict.ts";
import { enbAndItsApi, needsEnb } from "./needs-enb.ts";
import { getStatisticsOptions, readStatistics, statisticsOptions } from "./statistics-options.ts";

export const statsLog: PromiseDefinition = {
  name: "stats-log",
  summary: "the eNB's statistics are written",
  options: statisticsOptions,
  example: "ors promise stats-log --log var/log/enb-stats.log --period 60",
  install: (installed) => (needsEnb(installed) ? getStatisticsOptions(installed.site) : null),
  services: ["enb", "stats-log"],
  needs: enbAndItsApi,
  check: (options) => checkStatsLog(readStatistics(options, 2), requireNumber(options, "period")),
};

/**
 * @param entries those of the last two periods
 * @param period s
 */
export function checkStatsLog(entries: readonly LoggedEntry[], period: number): Verdict {
  const limit = `${2 * period} s`;
  if (entries.length > 0) return holds(`the newest statistics are less than ${limit} old`);
  return fails(
    `there are no statistics of the last ${limit}: see the logs of the services enb and stats-log`,
  );
}
