/** `ors explain`: what one cell, Radio Unit or peer came to, each value with where it came from. */
import type { Run } from "../../console/command.ts";
import { printReport } from "../../console/print-report.ts";
import { readSite } from "../../input/read-input.ts";
import { exitCode, InputError } from "../../issue/exit-code.ts";
import { error, place } from "../../issue/issue.ts";
import { type Explained, formatExplainReport, makeExplainReport } from "../../report/explain.ts";
import type { Site } from "../../site/site.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, { reference, json, ...input }) => {
  const { site, warnings } = await readSite(terminal, input);
  const report = makeExplainReport(getExplained(site, reference), warnings);
  printReport(terminal, report, json, formatExplainReport);
  return exitCode.good;
};

/** The thing of that reference; `enb` is the instance itself unless something bears that name. */
function getExplained(site: Site, reference: string): Explained {
  const all = listExplained(site);
  const found = all.find((one) => one.reference === reference);
  if (found !== undefined) return found;
  if (reference === "enb") return { what: "instance", reference: site.title, origins: site.enb.origins };
  const known = all.map((one) => JSON.stringify(one.reference)).join(", ");
  throw new InputError([
    error(place(), `nothing has the reference ${JSON.stringify(reference)}`, `enb${known && `, ${known}`}`),
  ]);
}

function listExplained(site: Site): Explained[] {
  return [
    ...site.cells.map((cell) => ({ what: `${cell.kind} cell`, ...cell })),
    ...site.radioUnits.map((ru) => ({ what: `${ru.kind} Radio Unit`, ...ru })),
    ...site.peers.map((peer) => ({ what: `${peer.kind} peer`, ...peer })),
    ...site.peerCells.map((cell) => ({ what: `${cell.kind} peer cell`, ...cell })),
  ];
}
