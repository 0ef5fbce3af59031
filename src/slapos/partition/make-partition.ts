/** Makes the files of a partition of its parameters, from the text on. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { accept } from "../../input/accept.ts";
import { resolveInput } from "../../input/resolve-input.ts";
import type { Instance } from "../../instance/instance.ts";
import { parseJson } from "../../instance/text/json-text.ts";
import { type Issue, outcome } from "../../issue/issue.ts";
import type { FileChange } from "../../output/compare.ts";
import { writeFiles } from "../../output/write-files.ts";
import { renderInstance } from "../../render/render-instance.ts";
import { type Stamp, writeStamp } from "../../state/stamp.ts";
import { readNode } from "../node/read-node.ts";
import { getPublished } from "../published/published.ts";
import { checkSoftwareType } from "../schemas/software-type.ts";
import { computeDigest } from "./digest.ts";
import type { Environment } from "./environment.ts";
import { fetchEnbCfg } from "./linked-enb-cfg.ts";
import { renderPartition, stateFolders } from "./render-partition.ts";

export type PartitionRequest = {
  /** The parameters as slapconfiguration hands them over. */
  readonly text: string;
  readonly environment: Omit<Environment, "lanIpv4" | "amarisoft">;
  /** Amarisoft's folder where it is not the usual one. */
  readonly amarisoftFolder: string | undefined;
};

export type MadePartition = Omit<Stamp, "files" | "madeOf"> & {
  readonly files: readonly string[];
  readonly changes: readonly FileChange[];
  readonly warnings: readonly Issue[];
};

/** Throws an InputError with all that is wrong, or a FailureError where the files cannot be written. */
export async function makePartition(request: PartitionRequest): Promise<MadePartition> {
  const { text } = request;
  const given = await resolveInput(text, "the parameters", (asGiven) =>
    addLanAddress(asGiven, findEnvironment(request, asGiven)),
  );
  const { instance, site } = given;
  accept(outcome(instance.softwareType, checkSoftwareType(instance.softwareType)));
  const environment = findEnvironment(request, instance);
  const { partition } = environment;
  const { plan } = given.split;
  const rendered = accept(renderInstance(site, plan, { state: join(partition, "var") }));
  const link = site.enb.configLink;
  const linked = link === null ? [] : await fetchEnbCfg(partition, link);
  const parameters = formatKeptParameters(text, instance);
  const whole = { site, plan, rendered: [...linked, ...rendered.value], parameters };
  const { files, services } = renderPartition(whole, environment);
  const changes = writeFiles(partition, files);
  for (const folder of stateFolders) mkdirSync(join(partition, folder), { recursive: true, mode: 0o750 });
  const made = {
    testing: site.testing,
    plan,
    services: services.map(({ name, digest }) => ({ name, digest })),
    published: getPublished(instance, site, plan, environment.amarisoft),
  };
  const paths = files.map(({ path }) => path);
  writeStamp(partition, paths, { ...made, madeOf: computeDigest(text, environment) });
  return { ...made, files: paths, changes, warnings: [...given.warnings, ...rendered.warnings] };
}

function findEnvironment(
  { text, environment, amarisoftFolder }: PartitionRequest,
  { configuration }: Instance,
): Environment {
  return { ...environment, ...readNode(text, configuration.testing === true, amarisoftFolder) };
}

function addLanAddress(instance: Instance, { lanIpv4 }: Pick<Environment, "lanIpv4">): Instance {
  return instance.lanIpv4 === null ? { ...instance, lanIpv4 } : instance;
}

/** The parameters as they are kept in the partition: with the LAN address, so that promises render the same. */
function formatKeptParameters(text: string, { lanIpv4 }: Instance): string {
  const parsed = parseJson(text);
  if (lanIpv4 === null || parsed === undefined || "failures" in parsed) return text;
  return `${JSON.stringify({ ...(parsed.value as object), "lan-ipv4": lanIpv4 }, null, 1)}\n`;
}
