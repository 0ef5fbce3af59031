/** `ors check`: validates, renders without writing, and says what the instance would be in a few lines. */

import { columns } from "../../console/columns.ts";
import type { Run } from "../../console/command.ts";
import { printJson } from "../../console/json.ts";
import type { Terminal } from "../../console/terminal.ts";
import { accept } from "../../input/accept.ts";
import { readSite } from "../../input/read-input.ts";
import type { ResolvedInput } from "../../input/resolve-input.ts";
import { exitCode } from "../../issue/exit-code.ts";
import { renderInstance } from "../../render/render-instance.ts";
import type { Site } from "../../site/site.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const given = await readSite(terminal, options);
  const files = accept(renderInstance(given.site, given.split.plan, { state: "var" })).value;
  const host = options.host ? await hostFindings(given, options.trampoline) : undefined;
  if (options.json) {
    printJson(terminal, { ...summary(given, files.length), ...(host && { host }) }, given.warnings);
  } else {
    for (const line of summaryLines(given, files.length)) terminal.print(line);
    for (const line of hostLines(host ?? [], terminal)) terminal.print(line);
  }
  return host?.some(({ good }) => !good) ? exitCode.wrong : exitCode.good;
};

async function hostFindings({ split }: ResolvedInput, trampoline: string | undefined) {
  const { checkHost } = await import("../../tap/host/check-host.ts");
  return checkHost(split.plan, { trampoline });
}

function summary({ site, split }: ResolvedInput, files: number) {
  return {
    title: site.title,
    testing: site.testing,
    cells: site.cells.map(({ reference, kind, band, radioUnit }) => ({
      reference,
      kind,
      band: bandName(kind, band),
      radio_unit: radioUnit.reference,
    })),
    radio_units: site.radioUnits.map(({ reference, kind, rfPort }) => ({
      reference,
      driver: kind,
      rf_port: rfPort,
    })),
    peers: site.peers.map(({ reference, kind }) => ({ reference, kind })),
    peer_cells: site.peerCells.map(({ reference, kind }) => ({ reference, kind })),
    slaptap: split.plan.slaptap,
    taps: split.plan.taps.map(({ name, ru }) => ({ name, ru })),
    files,
  };
}

function summaryLines({ site, split }: ResolvedInput, files: number): string[] {
  const taps = new Map(split.plan.taps.map(({ ru, name }) => [ru, name]));
  const { slaptap } = split.plan;
  return [
    `${site.title || "instance"}: ${counts(site)}; ${files} files${slaptap === null ? "" : `; TAP ${slaptap}`}`,
    ...columns([
      ...site.radioUnits.map(({ reference, kind, rfPort, cells, txrxActive }) => [
        `  Radio Unit ${JSON.stringify(reference)}`,
        `${kind}, rf_port ${rfPort}, ${txrxActive}`,
        [taps.get(reference), cells.map((cell) => JSON.stringify(cell)).join(" ")].filter(Boolean).join("  "),
      ]),
      ...site.cells.map(({ reference, kind, rfMode, band, bandwidth, radioUnit }) => [
        `  cell ${JSON.stringify(reference)}`,
        `${bandName(kind, band)} ${rfMode}, ${bandwidth} MHz`,
        `on ${JSON.stringify(radioUnit.reference)}`,
      ]),
    ]),
  ];
}

function counts(site: Site): string {
  return [
    counted(site.radioUnits.length, "Radio Unit"),
    counted(site.cells.length, "cell"),
    counted(site.peers.length, "peer"),
    counted(site.peerCells.length, "peer cell"),
  ].join(", ");
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** `b1` of E-UTRA, `n78` of NR. */
function bandName(kind: "lte" | "nr", band: number): string {
  return `${kind === "lte" ? "b" : "n"}${band}`;
}

type Finding = { readonly good: boolean; readonly what: string; readonly right?: string };

function hostLines(findings: readonly Finding[], { paint }: Terminal): string[] {
  return findings.map(({ good, what, right }) =>
    good
      ? `${paint("green", "good")}  ${what}`
      : `${paint("red", "bad ")}  ${what}${right === undefined ? "" : `; ${right}`}`,
  );
}
