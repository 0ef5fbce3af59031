/** The services of an instance. */
import type { TapPlan } from "../../plan/tap-plan.ts";
import type { Site } from "../../site/site.ts";
import type { Environment } from "../partition/environment.ts";
import type { PartitionFile } from "../partition/partition-file.ts";
import { createDnsmasqService } from "./dnsmasq.ts";
import { createEnbService } from "./enb.ts";
import { createRadioService } from "./radio.ts";
import { type RenderedService, renderService, type Service } from "./service.ts";
import { createStatsLogService, renderPassword } from "./stats-log.ts";
import { createWatchService } from "./watch.ts";

/**
 * The services, and files that only they need.
 *
 * @param rendered what `ors render` makes, its paths relative to the partition
 */
export function renderServices(
  site: Site,
  plan: TapPlan,
  rendered: readonly PartitionFile[],
  environment: Environment,
): { readonly services: readonly RenderedService[]; readonly files: readonly PartitionFile[] } {
  const password = renderPassword(site);
  const wanted: Service[] = [createEnbService(rendered, environment)];
  if (site.radioUnits.some(({ link }) => link.kind === "cpri"))
    wanted.push(createDnsmasqService(rendered, environment));
  wanted.push(createStatsLogService(site, password, rendered, environment));
  if (plan.taps.length > 1) wanted.push(createWatchService(environment));
  wanted.push(...[createRadioService(site, rendered, environment)].filter((one) => one !== null));
  const services = wanted.map((one) =>
    renderService(site.testing ? { ...one, script: idle } : one, environment.partition),
  );
  return { services, files: password };
}

/** What a service does with `testing`: it is there and does nothing. */
const idle = ["exec sleep infinity"];
