/** Makes a partition of its parameters, from the text on; `ors partition` comes here where anything changed. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { accept, resolveInput } from "../input/input.ts";
import type { Instance } from "../instance/instance.ts";
import { parseJson } from "../instance/text/json-text.ts";
import { type Issue, outcome } from "../issue/issue.ts";
import type { FileChange } from "../output/compare.ts";
import { writeFiles } from "../output/write-files.ts";
import { renderInstance } from "../render/render-instance.ts";
import { surroundings } from "../slapos/node/read-node.ts";
import type { Means } from "../slapos/partition/environment.ts";
import { linkedEnbCfg } from "../slapos/partition/linked-enb-cfg.ts";
import { renderPartition, stateFolders } from "../slapos/partition/render-partition.ts";
import { digestOf, type Stamp, writeStamp } from "../slapos/partition/stamp.ts";
import { published } from "../slapos/published/published.ts";
import { softwareTypeIssues } from "../slapos/schemas/software-type.ts";

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
  const meansOf = ({ configuration }: Instance): Means => ({
    ...known,
    ...surroundings(text, configuration.testing === true, amarisoftFolder),
  });
  const given = await resolveInput(text, "the parameters", (asGiven) =>
    withLanAddress(asGiven, meansOf(asGiven)),
  );
  const { instance, site } = given;
  accept(outcome(instance.softwareType, softwareTypeIssues(instance.softwareType)));
  const means = meansOf(instance);
  const { partition } = means;
  const { plan } = given.split;
  const rendered = accept(renderInstance(site, plan, { state: join(partition, "var") }));
  const link = site.enb.configLink;
  const linked = link === null ? [] : await linkedEnbCfg(partition, link);
  const parameters = keptParameters(text, instance);
  const ready = { site, plan, rendered: [...linked, ...rendered.value], parameters };
  const { files, services } = renderPartition(ready, means);
  const changes = writeFiles(partition, files);
  for (const folder of stateFolders) mkdirSync(join(partition, folder), { recursive: true, mode: 0o750 });
  const made = {
    testing: site.testing,
    plan,
    services: services.map(({ name, digest }) => ({ name, digest })),
    published: published(instance, site, plan, means.amarisoft),
  };
  const paths = files.map(({ path }) => path);
  writeStamp(partition, paths, { ...made, madeOf: digestOf(text, means) });
  return { ...made, files: paths, changes, warnings: [...given.warnings, ...rendered.warnings] };
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
