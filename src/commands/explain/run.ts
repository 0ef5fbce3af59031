/** `ors explain`: what one cell, Radio Unit or peer came to, each value with where it came from. */
import type { Run } from "../../console/command.ts";
import { printReport } from "../../console/print-report.ts";
import { readSite } from "../../input/read-input.ts";
import { findNearestName } from "../../instance/nearest-name.ts";
import { exitCode, InputError } from "../../issue/exit-code.ts";
import { error, place, withGuess } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import type { TapPlan } from "../../plan/tap-plan.ts";
import { formatExplainReport, makeExplainReport } from "../../report/explain.ts";
import { type Explained, listExplained } from "../../report/explained.ts";
import type { Site } from "../../site/site.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, { reference, json, ...input }) => {
  const { site, split, warnings } = await readSite(terminal, input);
  const report = makeExplainReport(getExplained(site, split.plan, reference), warnings);
  printReport(terminal, report, json, formatExplainReport);
  return exitCode.good;
};

/** The thing of that reference; `enb` is the instance itself unless something bears that name. */
function getExplained(site: Site, plan: TapPlan, reference: string): Explained {
  const all = listExplained(site, plan);
  const found = all.find((one) => one.reference === reference);
  if (found !== undefined) return found;
  if (reference === "enb") return { what: "instance", reference: site.title, origins: site.enb.origins };
  throw makeUnknownError(
    reference,
    all.map((one) => one.reference),
  );
}

/** The nearest reference, or the first few. */
function makeUnknownError(reference: string, known: readonly string[]): InputError {
  const nearest = findNearestName(reference, known);
  const shown = ["enb", ...known.slice(0, maxShown).map(quote)];
  const more = known.length > maxShown ? [`and ${known.length - maxShown} more`] : [];
  const issue = error(
    place(),
    `nothing has the reference ${quote(reference)}`,
    [...shown, ...more].join(", "),
  );
  return new InputError([nearest === undefined ? issue : withGuess(issue, quote(nearest))]);
}

const maxShown = 8;
