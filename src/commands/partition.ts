/**
 * `ors partition`: everything of a SlapOS partition, from the parameters that slapconfiguration hands over. It
 * prints one JSON document: which files are the partition's, what to publish, whom to tell what is wrong.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { planTaps } from "../address/plan-taps.ts";
import type { TapPlan } from "../address/tap-plan.ts";
import type { Instance } from "../instance/instance.ts";
import { load } from "../instance/load.ts";
import { type ExitCode, exitCode, InputError } from "../issue/exit-code.ts";
import { formatIssue } from "../issue/format.ts";
import { type Issue, outcome } from "../issue/issue.ts";
import { writeFiles } from "../output/write-files.ts";
import { renderInstance } from "../render/render-instance.ts";
import { resolveSite } from "../site/resolve-site.ts";
import type { Site } from "../site/site.ts";
import { amarisoftFolder, readAmarisoft, unreadAmarisoft } from "../slapos/amarisoft.ts";
import { linkedEnbCfg } from "../slapos/config-link.ts";
import { endOutdated } from "../slapos/end-outdated.ts";
import { lanAddress } from "../slapos/lan-address.ts";
import { folders, type Means } from "../slapos/means.ts";
import { published } from "../slapos/published.ts";
import { refusal } from "../slapos/refusal.ts";
import { renderPartition, stateFolders } from "../slapos/render-partition.ts";
import { rotateLogs } from "../slapos/rotate-logs.ts";
import { statsLog } from "../slapos/services.ts";
import { softwareTypeIssues } from "../slapos/software-type.ts";
import { applyPlan } from "../tap/apply-plan.ts";
import { formatChange } from "../tap/change.ts";
import { readTakenDown } from "../watch/taken-down.ts";
import { type Invocation, type Run, textOption } from "./command.ts";
import { accept, readInput, requiredOption } from "./input.ts";
import type { Terminal } from "./terminal.ts";

export const run: Run = async (terminal, invocation) => {
  const text = readInput(terminal, requiredOption(invocation, "instance"));
  try {
    return await makePartition(terminal, invocation, text);
  } catch (cause) {
    if (cause instanceof InputError)
      terminal.print(JSON.stringify({ files: [], published: {}, errors: refusal(text, cause.issues) }));
    throw cause;
  }
};

async function makePartition(terminal: Terminal, invocation: Invocation, text: string): Promise<ExitCode> {
  const partition = resolve(requiredOption(invocation, "partition"));
  const { instance, parameters, ...loaded } = await loadInstance(text);
  const site = accept(resolveSite(instance));
  const split = accept(planTaps(site.value));
  const { plan } = split.value;
  const rendered = accept(renderInstance(site.value, plan, { state: join(partition, "var") }));
  const means = meansOf(invocation, partition, site.value);
  const link = site.value.enb.configLink;
  const linked = link === null ? [] : await linkedEnbCfg(partition, link);
  const ready = { site: site.value, plan, rendered: [...linked, ...rendered.value], parameters };
  const { files, services } = renderPartition(ready, means);
  const changes = writeFiles(partition, files);
  for (const folder of stateFolders) mkdirSync(join(partition, folder), { recursive: true, mode: 0o750 });
  const subtaps = site.value.testing ? [] : await applySubtaps(terminal, invocation, partition, plan);
  rotateLogs(join(partition, folders.log), [statsLog.slice(folders.log.length + 1), "enb.log"]);
  rotateLogs(join(partition, ".slapgrid/promise/log"));
  for (const issue of [loaded, site, split, rendered].flatMap(({ warnings }) => warnings))
    terminal.complain(formatIssue(issue));
  terminal.print(
    JSON.stringify({
      files: files.map(({ path }) => path),
      changes: changes.filter(({ change }) => change !== "unchanged"),
      subtaps,
      ended: await endOutdated(partition, services),
      published: published(instance, site.value, plan, means.amarisoft),
      errors: {},
    }),
  );
  return exitCode.good;
}

/**
 * Brings the subtaps to the plan. What is missing for it, such as the capability, does not stop the instance: the
 * promises tell.
 */
async function applySubtaps(
  terminal: Terminal,
  invocation: Invocation,
  partition: string,
  plan: TapPlan,
): Promise<string[]> {
  try {
    const { changes, warnings } = await applyPlan(plan, {
      down: readTakenDown(join(partition, "var")),
      trampoline: textOption(invocation, "trampoline"),
    });
    for (const warning of warnings) terminal.complain(warning);
    return changes.map(formatChange);
  } catch (cause) {
    terminal.complain(`subtaps: ${(cause as Error).message}`);
    return [];
  }
}

/** The instance with the node's LAN address, and the parameters as they are kept in the partition. */
async function loadInstance(
  text: string,
): Promise<{ instance: Instance; parameters: string; warnings: readonly Issue[] }> {
  const { value, warnings } = accept(await load(text, "the parameters"));
  const { instance } = value;
  accept(outcome(instance, softwareTypeIssues(instance.softwareType)));
  if (instance.lanIpv4 !== null) return { instance, parameters: text, warnings };
  const lanIpv4 = lanAddress(networkInterfaces(), readIfThere("/proc/net/route"), instance.tap.name);
  const given = { ...(JSON.parse(text) as object), ...(lanIpv4 !== null && { "lan-ipv4": lanIpv4 }) };
  return { instance: { ...instance, lanIpv4 }, parameters: `${JSON.stringify(given, null, 1)}\n`, warnings };
}

function meansOf(invocation: Invocation, partition: string, { testing }: Site): Means {
  const folder = textOption(invocation, "amarisoft") ?? amarisoftFolder;
  return {
    partition,
    ors: textOption(invocation, "ors") ?? "ors",
    dnsmasq: textOption(invocation, "dnsmasq") ?? "dnsmasq",
    pythonPath: (textOption(invocation, "python-path") ?? "").split(delimiter).filter(Boolean),
    amarisoft: testing ? unreadAmarisoft(folder) : readAmarisoft(folder),
  };
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
