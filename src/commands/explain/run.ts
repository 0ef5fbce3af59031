/** `ors explain`: what one cell, Radio Unit or peer came to, each value with where it came from. */
import type { Run } from "../../console/command.ts";
import { printReport } from "../../console/print-report.ts";
import { readSite } from "../../input/read-input.ts";
import { findNearestName } from "../../instance/nearest-name.ts";
import { exitCode, InputError } from "../../issue/exit-code.ts";
import { error, place, withGuess } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import { formatPlannedTap } from "../../plan/plan-json.ts";
import type { PlannedTap, TapPlan } from "../../plan/tap-plan.ts";
import { type Explained, formatExplainReport, makeExplainReport } from "../../report/explain.ts";
import type { Origins } from "../../site/origin.ts";
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

function listExplained(site: Site, plan: TapPlan): Explained[] {
  const taps = new Map(plan.taps.map((tap) => [tap.ru, tap]));
  return [
    ...site.cells.map((cell) => ({ what: `${cell.kind} cell`, ...cell })),
    ...site.radioUnits.map(({ kind, reference, origins }) => ({
      what: `${kind} Radio Unit`,
      reference,
      origins: { ...origins, ...explainTap(taps.get(reference)) },
    })),
    ...site.peers.map((peer) => ({ what: `${peer.kind} peer`, ...peer })),
    ...site.peerCells.map((cell) => ({ what: `${cell.kind} peer cell`, ...cell })),
  ];
}

/** What the plan gives to a Radio Unit. */
function explainTap(tap: PlannedTap | undefined): Origins {
  if (tap === undefined) return {};
  const { name, network, gateway, addr } = formatPlannedTap(tap);
  const rules = {
    tap: [name, "its place among the CPRI Radio Units in the order of their references"],
    network: [network, "its part of the slaptap's range"],
    gateway: [gateway, "the first host address of the network: the Radio Unit's own"],
    addr: [addr, "the last address of the network: the host's"],
  } as const;
  return Object.fromEntries(
    Object.entries(rules).map(([key, [value, rule]]) => [key, { value, origin: { kind: "computed", rule } }]),
  );
}
