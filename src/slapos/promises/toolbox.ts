/** Promises of slapos.toolbox, about the eNB. */
import type { RadioUnit, Site } from "../../site/site.ts";
import { statsLogPath } from "../services/stats-log.ts";
import type { Plugin } from "./plugin.ts";

/** With `testing` there is nothing to look at: no radio hardware, no remote API. */
export function createToolboxPlugins(
  { testing, enb, radioUnits }: Site,
  partition: string,
): readonly Plugin[] {
  if (testing) return [];
  const { comHost, comPort, statsFetchPeriod, minRxtxDelay, maxRxSampleDb } = enb.operation;
  const statistics = {
    "amarisoft-stats-log": `${partition}/${statsLogPath}`,
    "stats-period": String(statsFetchPeriod),
  };
  const links = listCpriLinks(radioUnits);
  return [
    minRxtxDelay !== null && {
      name: "check-baseband-latency",
      module: "slapos.promise.plugin.check_baseband_latency",
      parameters: { ...statistics, "min-rxtx-delay": String(minRxtxDelay) },
    },
    links.length > 0 && {
      name: "check-cpri-lock",
      module: "ors_recipe.promise.cpri_lock",
      parameters: { ...statistics, "cpri-links": JSON.stringify(links) },
    },
    maxRxSampleDb !== null &&
      radioUnits.length > 0 && {
        name: "check-rx-saturated",
        module: "ors_recipe.promise.rx_saturated",
        parameters: {
          ...statistics,
          "radio-units": JSON.stringify(listReceiveChannels(radioUnits)),
          "max-rx-sample-db": String(maxRxSampleDb),
        },
      },
    {
      name: "check-stats-log",
      module: "slapos.promise.plugin.check_amarisoft_stats_log",
      parameters: statistics,
    },
    {
      name: "check-remote-api",
      module: "slapos.promise.plugin.check_socket_listening",
      parameters: { host: comHost, port: String(comPort) },
    },
  ].filter((plugin) => plugin !== false);
}

/** `[sdr_dev, sfp_port]` of each link. */
function listCpriLinks(radioUnits: readonly RadioUnit[]): readonly (readonly [number, number])[] {
  return radioUnits.flatMap(({ link }) =>
    link.kind === "cpri" ? [[link.sdrDev, link.sfpPort] as const] : [],
  );
}

/** Each Radio Unit's reference with the numbers of its receive channels. */
function listReceiveChannels(
  radioUnits: readonly RadioUnit[],
): readonly (readonly [string, readonly number[]])[] {
  return radioUnits.map(({ reference, firstRxChannel, nAntennaUl }) => [
    reference,
    Array.from({ length: nAntennaUl }, (_, index) => firstRxChannel + index),
  ]);
}
