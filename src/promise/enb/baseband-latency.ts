/** The promise `baseband-latency`: the eNB leaves the radio front end enough time, and no more than it can. */
import type { LoggedEntry } from "../../output/read-log.ts";
import { type PromiseDefinition, requireNumber } from "../promise.ts";
import { fails, holds, type Verdict } from "../verdict.ts";
import { enbAndItsApi, needsEnb } from "./needs-enb.ts";
import { getStatisticsOptions, readStatistics, statisticsOptions } from "./statistics-options.ts";

/** In normal operation TX/RX never exceeds the eNB's rx_to_tx_latency, 4 ms by default. */
const maxDelayMs = 4;
/** Periods that are looked at. */
const periods = 5;

export const basebandLatency: PromiseDefinition = {
  name: "baseband-latency",
  summary: "the radio front end has enough time",
  options: [
    ...statisticsOptions,
    { name: "min", value: "ms", description: "the least time between RX and TX that is enough" },
  ],
  example: "ors promise baseband-latency --log var/log/enb-stats.log --period 60 --min 1",
  install: (installed) => {
    const { minRxtxDelay } = installed.site.enb.operation;
    if (!needsEnb(installed)) return null;
    return { ...getStatisticsOptions(installed.site), min: String(minRxtxDelay) };
  },
  services: ["enb", "stats-log"],
  needs: enbAndItsApi,
  anomalyCount: 3,
  check: (options) => checkLatency(readStatistics(options, periods), requireNumber(options, "min")),
};

/** @param min ms */
export function checkLatency(entries: readonly LoggedEntry[], min: number): Verdict {
  const delays = entries.flatMap(({ data }) => {
    const delay = Number((data as { rf?: { rxtx_delay_min?: unknown } } | null)?.rf?.rxtx_delay_min);
    return Number.isNaN(delay) ? [] : [delay];
  });
  if (delays.length === 0) return fails("no rxtx_delay_min in the eNB's statistics");
  const [least, most] = [Math.min(...delays), Math.max(...delays)];
  if (least < min)
    return fails(`the radio front end had ${least} ms, less than the ${min} ms of min_rxtx_delay`);
  if (most > maxDelayMs)
    return fails(`the radio front end had ${most} ms, and more than ${maxDelayMs} ms cannot be`);
  return holds(`the radio front end had ${least} ms to ${most} ms`);
}
