/** `ors explain`: what one cell, Radio Unit or peer came to, each value with where it came from. */

import { columns } from "../../console/columns.ts";
import type { Run } from "../../console/command.ts";
import { printJson } from "../../console/json.ts";
import { readSite } from "../../input/read-input.ts";
import { exitCode, InputError } from "../../issue/exit-code.ts";
import { error, place } from "../../issue/issue.ts";
import type { Origin, Origins, Site } from "../../site/site.ts";
import type { definition } from "./definition.ts";

type Explained = { readonly what: string; readonly reference: string; readonly origins: Origins };

export const run: Run<typeof definition> = async (terminal, options) => {
  const { site, warnings } = await readSite(terminal, options);
  const found = find(site, options.reference);
  if (options.json) {
    printJson(terminal, { what: found.what, reference: found.reference, values: found.origins }, warnings);
    return exitCode.good;
  }
  terminal.print(`${found.what} ${JSON.stringify(found.reference)}`);
  const rows = Object.entries(found.origins).map(([name, { value, origin }]) => [
    `  ${name}`,
    shownValue(value),
    shownOrigin(origin),
  ]);
  for (const line of columns(rows)) terminal.print(line);
  return exitCode.good;
};

/** The thing of that reference; `enb` is the instance itself unless something bears that name. */
function find(site: Site, reference: string): Explained {
  const all = explainable(site);
  const found = all.find((one) => one.reference === reference);
  if (found !== undefined) return found;
  if (reference === "enb") return { what: "instance", reference: site.title, origins: site.enb.origins };
  const known = all.map((one) => JSON.stringify(one.reference)).join(", ");
  throw new InputError([
    error(place(), `nothing has the reference ${JSON.stringify(reference)}`, `enb${known && `, ${known}`}`),
  ]);
}

function explainable(site: Site): Explained[] {
  return [
    ...site.cells.map((cell) => ({ what: `${cell.kind} cell`, ...cell })),
    ...site.radioUnits.map((ru) => ({ what: `${ru.kind} Radio Unit`, ...ru })),
    ...site.peers.map((peer) => ({ what: `${peer.kind} peer`, ...peer })),
    ...site.peerCells.map((cell) => ({ what: `${cell.kind} peer cell`, ...cell })),
  ];
}

function shownValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function shownOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "given":
      return "given";
    case "default":
      return `default of ${origin.of}`;
    case "computed":
      return `computed: ${origin.rule}`;
  }
}
