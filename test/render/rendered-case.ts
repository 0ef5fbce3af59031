/** A reference case as files: the instance, and everything that is rendered of it, byte for byte. */
import type { Instance } from "../../src/instance/instance.ts";
import { load } from "../../src/instance/load.ts";
import type { Outcome } from "../../src/issue/issue.ts";
import { planTaps } from "../../src/plan/plan-taps.ts";
import { renderInstance } from "../../src/render/render-instance.ts";
import { resolveSite } from "../../src/site/resolve-site.ts";

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
  const files = getValue(renderInstance(site, getValue(planTaps(site)).plan, { state }));
  return new Map(files.map(({ path, content }) => [path, content]));
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
