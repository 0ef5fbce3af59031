/** A reference case as files: the instance, what is rendered of it, byte for byte, and what its values came of. */
import type { Instance } from "../../src/instance/instance.ts";
import { load } from "../../src/instance/load.ts";
import type { Outcome } from "../../src/issue/issue.ts";
import { planTaps } from "../../src/plan/plan-taps.ts";
import type { TapPlan } from "../../src/plan/tap-plan.ts";
import { renderInstance } from "../../src/render/render-instance.ts";
import { listExplained } from "../../src/report/explained.ts";
import type { Origin } from "../../src/site/origin.ts";
import { resolveSite } from "../../src/site/resolve-site.ts";
import type { Site } from "../../src/site/site.ts";

/** The folder of logs and leases, as it stands in the files. */
export const state = "/srv/slapgrid/slappart0/var";

/** Path to content, `instance.json` first. `text` is a reference case: `{instance, expect}`. */
export async function renderCase(text: string, name: string): Promise<ReadonlyMap<string, string>> {
  const { instance: given } = JSON.parse(text);
  const loaded = getValue(await load(JSON.stringify(given), name));
  const byHand = formatByHand(given, loaded.instance);
  return new Map([["instance.json", byHand], ...(await renderText(byHand, name))]);
}

/** Path to content of what is rendered of an instance written by hand. */
export async function renderText(text: string, name: string): Promise<ReadonlyMap<string, string>> {
  const site = getValue(resolveSite(getValue(await load(text, name)).instance));
  const { plan } = getValue(planTaps(site));
  const files = getValue(renderInstance(site, plan, { state }));
  return new Map([
    ...files.map(({ path, content }): [string, string] => [path, content]),
    ["explained.txt", formatExplained(site, plan)],
  ]);
}

/** What every value came to and where it came from, a line each. */
function formatExplained(site: Site, plan: TapPlan): string {
  const instance = { what: "instance", reference: site.title, origins: site.enb.origins };
  const lines = [instance, ...listExplained(site, plan)].flatMap(({ what, reference, origins }) => [
    `${what} ${JSON.stringify(reference)}`,
    ...Object.entries(origins).map(
      ([key, { value, origin }]) => `  ${key} ${JSON.stringify(value)}: ${formatOrigin(origin)}`,
    ),
  ]);
  return `${lines.join("\n")}\n`;
}

function formatOrigin(origin: Origin): string {
  if (origin.kind === "given") return `given as ${origin.path.join(".")}`;
  return origin.kind === "default" ? `default of ${origin.of}` : `computed: ${origin.rule}`;
}

/** The instance as a person would write it, for people to read and for `ors check --instance` to take. */
function formatByHand(given: Record<string, unknown>, { shared }: Instance): string {
  const { "slave-instance-list": list, ...own } = given;
  const texts = (list as readonly Record<string, string>[]).map((entry) => JSON.parse(entry._ ?? "null"));
  const byReference = shared.map(({ reference }, index) => [reference, texts[index]]);
  return `${JSON.stringify({ ...own, shared: Object.fromEntries(byReference) }, null, 2)}\n`;
}

function getValue<T>({ value, issues }: Outcome<T>): T {
  if (value === undefined) throw new Error(JSON.stringify(issues));
  return value;
}
