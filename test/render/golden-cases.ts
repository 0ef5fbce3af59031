/** The reference cases, each with its site and plan. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "../../src/instance/load.ts";
import type { Outcome } from "../../src/issue/issue.ts";
import { planTaps } from "../../src/plan/plan-taps.ts";
import type { TapPlan } from "../../src/plan/tap-plan.ts";
import { resolveSite } from "../../src/site/resolve-site.ts";
import type { Site } from "../../src/site/site.ts";

const folders = {
  "2024": join(import.meta.dirname, "../golden"),
  "2026": join(import.meta.dirname, "../golden-2026"),
};

/** Cases of parameters in the older form, and of those in the newer. */
export const caseNames = listCases("2024");
export const newerCaseNames = listCases("2026");

function listCases(layout: keyof typeof folders): string[] {
  return readdirSync(folders[layout])
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.replace(/\.json$/, ""));
}

export type GoldenCase = {
  readonly site: Site;
  readonly plan: TapPlan;
  /** File name to its values; `plan` for plan.json. */
  readonly expected: Readonly<Record<string, unknown>>;
};

export async function goldenCase(name: string, layout: keyof typeof folders = "2024"): Promise<GoldenCase> {
  const golden = JSON.parse(readFileSync(join(folders[layout], `${name}.json`), "utf8"));
  const { instance } = value(await load(JSON.stringify(golden.instance), `${name}.json`));
  const site = value(resolveSite(instance));
  return { site, plan: value(planTaps(site)).plan, expected: golden.expect };
}

/** What an outcome is without errors; throws where it has any. */
export function value<T>(outcome: Outcome<T>): T {
  if (outcome.value === undefined) throw new Error(JSON.stringify(outcome.issues));
  return outcome.value;
}
