/** Makes the files of a partition of its parameters, from the text on. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { accept } from "../../input/accept.ts";
import { resolveInput } from "../../input/resolve-input.ts";
import type { Instance } from "../../instance/instance.ts";
import { parseJson } from "../../instance/text/json-text.ts";
import { formatIssue } from "../../issue/format.ts";
import { type Issue, outcome } from "../../issue/issue.ts";
import type { FileChange } from "../../output/compare.ts";
import { writeFiles } from "../../output/write-files.ts";
import { renderInstance } from "../../render/render-instance.ts";
import type { Site } from "../../site/site.ts";
import { type Stamp, writeStamp } from "../../state/stamp.ts";
import { readNode } from "../node/read-node.ts";
import { getPublished } from "../published/published.ts";
import { checkSoftwareType } from "../schemas/software-type.ts";
import { computeDigest } from "./digest.ts";
import type { Environment } from "./environment.ts";
import { findGeneratedPassword } from "./generated-password.ts";
import { fetchEnbCfg } from "./linked-enb-cfg.ts";
import { renderPartition, stateFolders } from "./render-partition.ts";

export type PartitionRequest = {
  /** The parameters as slapconfiguration hands them over. */
  readonly text: string;
  readonly environment: Omit<Environment, "lanIpv4" | "amarisoft">;
  /** Amarisoft's folder where it is not the usual one. */
  readonly amarisoftFolder: string | undefined;
};

export type MadePartition = Omit<Stamp, "files" | "madeOf" | "warnings"> & {
  readonly files: readonly string[];
  readonly changes: readonly FileChange[];
  readonly warnings: readonly Issue[];
};

/** Throws an InputError with all that is wrong, or a FailureError where the files cannot be written. */
export async function makePartition(request: PartitionRequest): Promise<MadePartition> {
  const { text } = request;
  assertSoftwareType(text);
  const given = await resolveInput(text, "the parameters", (asGiven) =>
    addOfNode(asGiven, findEnvironment(request, asGiven)),
  );
  const { instance, site } = given;
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
    services: services.map(({ file: _, ...service }) => service),
    managed: listManaged(instance, site),
    published: getPublished(instance, site, plan, environment.amarisoft),
  };
  const paths = files.map(({ path }) => path);
  const warnings = [...given.warnings, ...rendered.warnings];
  const noted = { warnings: warnings.map(formatIssue), madeOf: computeDigest(text, environment) };
  writeStamp(partition, paths, { ...made, ...noted });
  return { ...made, files: paths, changes, warnings };
}

/** Those that a requester asked for; others are defined inside a cell. */
function listManaged({ shared }: Instance, { radioUnits }: Site): MadePartition["managed"] {
  const managed = new Set(
    radioUnits.filter(({ management }) => management !== null).map(({ reference }) => reference),
  );
  const requested = shared.filter(({ reference }) => managed.has(reference));
  return Object.fromEntries(requested.map(({ reference, slaveReference }) => [reference, slaveReference]));
}

/** Alone and first: parameters of another software type are wrong in every line, and none of that is the cause. */
function assertSoftwareType(text: string): void {
  const parsed = parseJson(text);
  if (parsed === undefined || "failures" in parsed) return;
  const type = (parsed.value as Readonly<Record<string, unknown>> | null)?.["slap-software-type"];
  if (typeof type === "string") accept(outcome(type, checkSoftwareType(type)));
}

function findEnvironment(
  { text, environment, amarisoftFolder }: PartitionRequest,
  { configuration }: Instance,
): Environment {
  return { ...environment, ...readNode(text, configuration.testing === true, amarisoftFolder) };
}

/**
 * The LAN address, a password for the remote API, and for that the partition's own IPv4 address where none is given:
 * with the default of `ors render` the second eNB of a node could not listen.
 */
function addOfNode(instance: Instance, { lanIpv4, partition }: Environment): Instance {
  const { configuration, ipv4 } = instance;
  const comAddr = configuration.com_addr ?? ipv4 ?? undefined;
  return {
    ...instance,
    lanIpv4: instance.lanIpv4 ?? lanIpv4,
    websocketPassword: instance.websocketPassword ?? findGeneratedPassword(instance, partition),
    configuration: { ...configuration, ...(comAddr !== undefined && { com_addr: comAddr }) },
  };
}

/** The parameters as they are kept in the partition: with what was added, so that promises render the same. */
function formatKeptParameters(text: string, { lanIpv4, websocketPassword, configuration }: Instance): string {
  const parsed = parseJson(text);
  if (parsed === undefined || "failures" in parsed) return text;
  const given = parsed.value as Readonly<Record<string, unknown>>;
  const { com_addr } = configuration;
  const kept = {
    ...given,
    ...(lanIpv4 !== null && { "lan-ipv4": lanIpv4 }),
    ...(websocketPassword !== null && { "websocket-password": websocketPassword }),
    configuration: { ...(given.configuration as object), ...(com_addr !== undefined && { com_addr }) },
  };
  return `${JSON.stringify(kept, null, 1)}\n`;
}
