/** Conversions for tests, and what is rendered before and after. */
import { convertText } from "../../src/convert/convert-text.ts";
import { load } from "../../src/instance/load.ts";
import { formatIssue } from "../../src/issue/format.ts";
import type { Outcome } from "../../src/issue/issue.ts";
import { planTaps } from "../../src/plan/plan-taps.ts";
import { renderInstance } from "../../src/render/render-instance.ts";
import { resolveSite } from "../../src/site/resolve-site.ts";
import type { Site } from "../../src/site/site.ts";

export type Files = Readonly<Record<string, string>>;

export async function siteOf(text: string): Promise<Site> {
  return need(resolveSite(need(await load(text, "F")).instance));
}

/** Everything that is rendered of parameters, by file name. */
export async function renderText(text: string): Promise<Files> {
  return renderSite(await siteOf(text));
}

export function renderSite(site: Site): Files {
  const files = need(renderInstance(site, need(planTaps(site)).plan, { state: "/srv/var" }));
  return Object.fromEntries(files.map(({ path, content }) => [path, content]));
}

/** The text in the newer form, with what was written anew. */
export async function convert(text: string) {
  return convertText(text, await siteOf(text));
}

/** The same parameters, in the form that they have, with the 2026 layout asked for. */
export function askFor2026(instance: object): string {
  const { configuration = {} } = instance as { configuration?: object };
  return JSON.stringify({ ...instance, configuration: { ...configuration, enb_cfg_layout: "2026" } });
}

function need<T>({ value, issues }: Outcome<T>): T {
  if (value === undefined) throw new Error(issues.map(formatIssue).join("\n"));
  return value;
}
