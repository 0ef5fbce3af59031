/** Makes a partition of its parameters, from the text on; `ors partition` comes here where anything changed. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { planTaps } from "../address/plan-taps.ts";
import type { Instance } from "../instance/instance.ts";
import { parseJson } from "../instance/json-text.ts";
import { load } from "../instance/load.ts";
import { type Issue, outcome } from "../issue/issue.ts";
import type { FileChange } from "../output/compare.ts";
import { writeFiles } from "../output/write-files.ts";
import { renderInstance } from "../render/render-instance.ts";
import { resolveSite } from "../site/resolve-site.ts";
import { linkedEnbCfg } from "../slapos/config-link.ts";
import type { Means } from "../slapos/means.ts";
import { published } from "../slapos/published.ts";
import { renderPartition, stateFolders } from "../slapos/render-partition.ts";
import { softwareTypeIssues } from "../slapos/software-type.ts";
import { digestOf, type Stamp, writeStamp } from "../slapos/stamp.ts";
import { surroundings } from "../slapos/surroundings.ts";
import { accept } from "./input.ts";

export type Making = {
  readonly text: string;
  readonly means: Omit<Means, "lanIpv4" | "amarisoft">;
  /** Amarisoft's folder where it is not the usual one. */
  readonly amarisoftFolder: string | undefined;
};

export type Made = Omit<Stamp, "files" | "madeOf"> & {
  readonly files: readonly string[];
  readonly changes: readonly FileChange[];
  readonly warnings: readonly Issue[];
};

/** Throws an InputError with all that is wrong, or a FailureError where the files cannot be written. */
export async function makePartition({ text, means: known, amarisoftFolder }: Making): Promise<Made> {
  const loaded = accept(await load(text, "the parameters"));
  const { configuration, softwareType } = loaded.value.instance;
  accept(outcome(softwareType, softwareTypeIssues(softwareType)));
  const means = { ...known, ...surroundings(text, configuration.testing === true, amarisoftFolder) };
  const instance = withLanAddress(loaded.value.instance, means);
  const { partition } = means;
  const site = accept(resolveSite(instance));
  const split = accept(planTaps(site.value));
  const { plan } = split.value;
  const rendered = accept(renderInstance(site.value, plan, { state: join(partition, "var") }));
  const link = site.value.enb.configLink;
  const linked = link === null ? [] : await linkedEnbCfg(partition, link);
  const parameters = keptParameters(text, instance);
  const ready = { site: site.value, plan, rendered: [...linked, ...rendered.value], parameters };
  const { files, services } = renderPartition(ready, means);
  const changes = writeFiles(partition, files);
  for (const folder of stateFolders) mkdirSync(join(partition, folder), { recursive: true, mode: 0o750 });
  const made = {
    testing: site.value.testing,
    plan,
    services: services.map(({ name, digest }) => ({ name, digest })),
    published: published(instance, site.value, plan, means.amarisoft),
  };
  const paths = files.map(({ path }) => path);
  writeStamp(partition, paths, { ...made, madeOf: digestOf(text, means) });
  const warnings = [loaded, site, split, rendered].flatMap((step) => step.warnings);
  return { ...made, files: paths, changes, warnings };
}

function withLanAddress(instance: Instance, { lanIpv4 }: Pick<Means, "lanIpv4">): Instance {
  return instance.lanIpv4 === null ? { ...instance, lanIpv4 } : instance;
}

/** The parameters as they are kept in the partition: with the LAN address, so that promises render the same. */
function keptParameters(text: string, { lanIpv4 }: Instance): string {
  const parsed = parseJson(text);
  if (lanIpv4 === null || parsed === undefined || "failures" in parsed) return text;
  return `${JSON.stringify({ ...(parsed.value as object), "lan-ipv4": lanIpv4 }, null, 1)}\n`;
}
