/** Every promise of ours, in the order of the help. */
import { capability } from "./capability.ts";
import { config } from "./config.ts";
import { disk } from "./disk.ts";
import { dnsmasq } from "./dnsmasq.ts";
import { basebandLatency } from "./enb/baseband-latency.ts";
import { coreNetwork } from "./enb/core-network.ts";
import { cpriLock } from "./enb/cpri-lock.ts";
import { enb } from "./enb/enb.ts";
import { gpsLock } from "./enb/gps-lock.ts";
import { remoteApi } from "./enb/remote-api.ts";
import { rxSaturated } from "./enb/rx-saturated.ts";
import { sdrBusy } from "./enb/sdr-busy.ts";
import { statsLog } from "./enb/stats-log.ts";
import type { PromiseDefinition, PromiseOption } from "./promise.ts";
import { radio } from "./radio.ts";
import { taps } from "./taps.ts";
import { watch } from "./watch.ts";

export const promises: readonly PromiseDefinition[] = [
  config,
  taps,
  capability,
  dnsmasq,
  watch,
  radio,
  enb,
  remoteApi,
  statsLog,
  cpriLock,
  rxSaturated,
  basebandLatency,
  sdrBusy,
  coreNetwork,
  gpsLock,
  disk,
];

export function getPromise(name: string): PromiseDefinition {
  const found = promises.find((one) => one.name === name);
  if (found === undefined) throw new RangeError(`unknown promise "${name}"`);
  return found;
}

/** The options of all of them, each once; the description names those that have it. */
export function collectOptions(): readonly PromiseOption[] {
  const byName = new Map<string, PromiseOption>();
  for (const option of promises.flatMap(({ options }) => options)) byName.set(option.name, option);
  return [...byName.values()].map((option) => {
    const users = promises.filter(({ options }) => options.some(({ name }) => name === option.name));
    return { ...option, description: `${users.map(({ name }) => name).join(", ")}: ${option.description}` };
  });
}
