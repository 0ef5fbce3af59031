/** The promise `gps-lock`: the radio has its time from GPS. */
import type { LoggedEntry } from "../../output/read-log.ts";
import type { PromiseDefinition } from "../promise.ts";
import { fails, holds, type Verdict } from "../verdict.ts";
import { enbAndItsApi, needsEnb } from "./needs-enb.ts";
import { getStatisticsOptions, readStatistics, statisticsOptions } from "./statistics-options.ts";

export const gpsLock: PromiseDefinition = {
  name: "gps-lock",
  summary: "GPS is locked",
  options: statisticsOptions,
  example: "ors promise gps-lock --log var/log/enb-stats.log --period 60",
  install: (installed) =>
    needsEnb(installed) && installed.site.enb.rfDriver.gpsSync ? getStatisticsOptions(installed.site) : null,
  services: ["enb", "stats-log"],
  needs: enbAndItsApi,
  check: (options) => checkGpsLock(readStatistics(options, 2)),
};

/** @param entries newest first; the newest counts */
export function checkGpsLock([newest]: readonly LoggedEntry[]): Verdict {
  const text = (newest?.data as { rf_info?: unknown } | undefined)?.rf_info;
  if (typeof text !== "string") return fails("no rf_info in the eNB's newest statistics");
  const sync = /Sync: *(.*)/i.exec(text)?.[1]?.trim();
  if (sync === undefined) return fails("rf_info says nothing of synchronisation");
  return /^gps \(locked\)/i.test(sync) ? holds("GPS is locked") : fails(`GPS is not locked: ${sync}`);
}
