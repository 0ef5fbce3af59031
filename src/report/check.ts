/** What `ors check` says. */
import type { Issue } from "../issue/issue.ts";
import type { TapPlan } from "../plan/tap-plan.ts";
import type { Cell, RadioUnit, Site } from "../site/site.ts";
import { formatColumns } from "./columns.ts";
import type { checkDocument } from "./documents/check.ts";
import type { Paint } from "./paint.ts";
import { makeReport, type Report } from "./report.ts";

export type CheckReport = Report<typeof checkDocument>;

/** What was found about this node. */
export type Finding = {
  readonly check: string;
  readonly good: boolean;
  readonly what: string;
  readonly expected?: string;
};

export type Checked = {
  readonly site: Site;
  readonly plan: TapPlan;
  /** Names of the files that would be written. */
  readonly files: readonly string[];
  /** Null where the node was not looked at. */
  readonly host: readonly Finding[] | null;
};

export function makeCheckReport({ site, plan, files, host }: Checked, issues: readonly Issue[]): CheckReport {
  const taps = new Map(plan.taps.map(({ ru, name }) => [ru, name]));
  const own = {
    title: site.title,
    testing: site.testing,
    slaptap: plan.slaptap,
    radio_units: site.radioUnits.map((radioUnit) => reportRadioUnit(radioUnit, taps)),
    cells: site.cells.map(reportCell),
    peers: site.peers.map(({ reference, kind }) => ({ reference, kind })),
    peer_cells: site.peerCells.map(({ reference, kind }) => ({ reference, kind })),
    files,
    host: host?.map(({ check, good, what, expected = null }) => ({ check, good, what, expected })) ?? null,
  };
  return makeReport("check", own, issues);
}

function reportRadioUnit(
  { reference, kind, rfPort, txrxActive, cells }: RadioUnit,
  taps: ReadonlyMap<string, string>,
) {
  const tap = taps.get(reference) ?? null;
  return { reference, kind, rf_port: rfPort, txrx_active: txrxActive, tap, cells };
}

function reportCell({ reference, kind, rfMode, band, bandwidth, radioUnit }: Cell) {
  const bandName = `${kind === "nr" ? "n" : "b"}${band}`;
  const carrier = { rf_mode: rfMode, band: bandName, bandwidth_mhz: bandwidth };
  return { reference, kind, ...carrier, radio_unit: radioUnit.reference };
}

export function formatCheckReport(report: CheckReport, paint: Paint): string[] {
  const { title, slaptap, files, radio_units, cells, peers, peer_cells } = report;
  const counts = [
    formatCount(radio_units.length, "Radio Unit"),
    formatCount(cells.length, "cell"),
    formatCount(peers.length, "peer"),
    formatCount(peer_cells.length, "peer cell"),
  ].join(", ");
  const tap = slaptap === null ? "" : `; TAP ${slaptap}`;
  return [
    `${title || "instance"}: ${counts}; ${formatCount(files.length, "file")}${tap}`,
    ...formatColumns([...radio_units.map(formatRadioUnit), ...cells.map(formatCell), ...formatPeers(report)]),
    ...(report.host ?? []).map((finding) => formatFinding(finding, paint)),
  ];
}

function formatRadioUnit({
  reference,
  kind,
  rf_port,
  txrx_active,
  tap,
  cells,
}: CheckReport["radio_units"][number]) {
  const carried = cells.map((cell) => JSON.stringify(cell)).join(" ");
  return [
    `  Radio Unit ${JSON.stringify(reference)}`,
    `${kind}, rf_port ${rf_port}, ${txrx_active}`,
    tap ?? "",
    carried,
  ];
}

function formatCell({ reference, rf_mode, band, bandwidth_mhz, radio_unit }: CheckReport["cells"][number]) {
  return [
    `  cell ${JSON.stringify(reference)}`,
    `${band} ${rf_mode}, ${bandwidth_mhz} MHz`,
    `on ${JSON.stringify(radio_unit)}`,
  ];
}

function formatPeers({ peers, peer_cells }: CheckReport): string[][] {
  return [
    ...peers.map(({ reference, kind }) => [`  peer ${JSON.stringify(reference)}`, kind]),
    ...peer_cells.map(({ reference, kind }) => [`  peer cell ${JSON.stringify(reference)}`, kind]),
  ];
}

function formatFinding(
  { good, what, expected }: NonNullable<CheckReport["host"]>[number],
  paint: Paint,
): string {
  if (good) return `${paint("green", "good")}  ${what}`;
  return `${paint("red", "bad ")}  ${what}${expected === null ? "" : `; ${expected}`}`;
}

function formatCount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
