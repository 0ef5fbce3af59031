/** The promise `rx-saturated`: no receive antenna is saturated. */

import { parseJsonValue } from "../../instance/text/json-value.ts";
import { UsageError } from "../../issue/exit-code.ts";
import { error, place } from "../../issue/issue.ts";
import type { LoggedEntry } from "../../output/read-log.ts";
import { type PromiseDefinition, requireNumber, requireOption } from "../promise.ts";
import { fails, holds, inOneLine, type Verdict } from "../verdict.ts";
import { enbAndItsApi, needsEnb } from "./needs-enb.ts";
import { getStatisticsOptions, readStatistics, statisticsOptions } from "./statistics-options.ts";

/** A Radio Unit's reference, and the numbers of its receive channels. */
export type Receiver = readonly [reference: string, channels: readonly number[]];

export const rxSaturated: PromiseDefinition = {
  name: "rx-saturated",
  summary: "no receive antenna is saturated",
  options: [
    ...statisticsOptions,
    { name: "max", value: "dB", description: "a sample from here on is saturated" },
    { name: "receivers", value: "json", description: "pairs of a reference and its receive channels" },
  ],
  example: `ors promise rx-saturated --log var/log/enb-stats.log --period 60 --max 0 --receivers '[["RU1", [0, 1]]]'`,
  install: (installed) => {
    const { radioUnits, enb } = installed.site;
    const { maxRxSampleDb } = enb.operation;
    if (!needsEnb(installed) || radioUnits.length === 0) return null;
    const receivers: Receiver[] = radioUnits.map(({ reference, firstRxChannel, nAntennaUl }) => [
      reference,
      Array.from({ length: nAntennaUl }, (_, index) => firstRxChannel + index),
    ]);
    return {
      ...getStatisticsOptions(installed.site),
      max: String(maxRxSampleDb),
      receivers: JSON.stringify(receivers),
    };
  },
  services: ["enb", "stats-log"],
  needs: enbAndItsApi,
  anomalyCount: 3,
  check: (options) =>
    checkSaturation(
      readStatistics(options, 2),
      parseReceivers(requireOption(options, "receivers")),
      requireNumber(options, "max"),
    ),
};

/** @param max dB */
export function checkSaturation(
  entries: readonly LoggedEntry[],
  receivers: readonly Receiver[],
  max: number,
): Verdict {
  const problems = receivers.flatMap(([reference, channels]) => {
    const problem = findProblem(entries, channels, max);
    return problem === undefined ? [] : [`${JSON.stringify(reference)}: ${problem}`];
  });
  return problems.length > 0 ? fails(inOneLine(problems)) : holds("no saturation on RX antennas");
}

/** Entries from before a Radio Unit was added have too few channels. */
function findProblem(
  entries: readonly LoggedEntry[],
  channels: readonly number[],
  max: number,
): string | undefined {
  const samples = entries.map(({ data }) => channels.map((channel) => readSample(data, channel)));
  const known = samples.filter((one) => one.every((sample) => sample !== undefined));
  if (known.length === 0) return "no RX samples are there";
  const isSaturated = known.some((one) => one.some((sample) => sample !== undefined && sample >= max));
  return isSaturated ? "RX antennas saturated, please lower rx_gain" : undefined;
}

function readSample(data: unknown, channel: number): number | undefined {
  const rx = (data as { samples?: { rx?: { max?: unknown }[] } } | null)?.samples?.rx;
  const sample = Array.isArray(rx) ? Number(rx[channel]?.max) : Number.NaN;
  return Number.isNaN(sample) ? undefined : sample;
}

function parseReceivers(text: string): readonly Receiver[] {
  const receivers = parseJsonValue(text);
  if (receivers === undefined) throw new UsageError([error(place("--receivers"), "not JSON")]);
  return receivers as readonly Receiver[];
}
