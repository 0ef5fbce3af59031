/** Random parameter files of both forms: each is rendered or refused, none ends in an exception, no key is ignored. */
import fc from "fast-check";
import { load } from "../src/instance/load.ts";
import { formatIssue } from "../src/issue/format.ts";
import { hasErrors } from "../src/issue/issue.ts";
import { planTaps } from "../src/plan/plan-taps.ts";
import { renderInstance } from "../src/render/render-instance.ts";
import { resolveSite } from "../src/site/resolve-site.ts";
import { parseAmarisoftCfg } from "../test/support/amarisoft-cfg.ts";
import { type RandomFile, randomFiles, unknownKey } from "../test/support/random-parameters.ts";
import type { Order, Result } from "./soak.ts";

/** Files. */
export const count = 100_000;

export async function run({ seed, count }: Order): Promise<Result> {
  const seen = { rendered: 0, refused: 0, unknown: 0 };
  const started = performance.now();
  const outcome = await fc.check(
    fc.asyncProperty(randomFiles, async (file) => {
      const end = await judge(file);
      seen[end] += 1;
      if (file.unknownAt !== null) seen.unknown += 1;
    }),
    { seed, numRuns: count, endOnFailure: false },
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const { rendered, refused, unknown } = seen;
  return {
    passed: rendered + refused,
    failures: outcome.failed ? [fc.defaultReportMessage(outcome) ?? "failed"] : [],
    figures: [
      `${rendered} rendered, ${refused} refused, ${unknown} of them with an unknown key, in ${seconds} s`,
    ],
  };
}

/** Throws an Error where the file ends in anything but what `ors render` ends in: 0 or 2. */
async function judge({ instance, unknownAt }: RandomFile): Promise<"rendered" | "refused"> {
  const { value: loaded, issues } = await load(JSON.stringify(instance), "F");
  for (const issue of issues) formatIssue(issue);
  if (unknownAt !== null && !issues.some(({ place: { path } }) => path.at(-1) === unknownKey)) {
    throw new Error(`the unknown key at ${unknownAt.join(".")} is not said`);
  }
  expectOutcome(loaded, issues);
  if (loaded === undefined) return "refused";
  const site = resolveSite(loaded.instance);
  for (const issue of site.issues) formatIssue(issue);
  expectOutcome(site.value, site.issues);
  const split = site.value && planTaps(site.value);
  if (site.value === undefined || split?.value === undefined) return "refused";
  const files = renderInstance(site.value, split.value.plan, { state: "/srv/var" });
  expectOutcome(files.value, files.issues);
  for (const { path, content } of files.value ?? []) if (path === "enb.cfg") parseAmarisoftCfg(content);
  return files.value === undefined ? "refused" : "rendered";
}

function expectOutcome(value: unknown, issues: Parameters<typeof hasErrors>[0]): void {
  if ((value === undefined) !== hasErrors(issues)) throw new Error("a value beside errors, or neither");
}
