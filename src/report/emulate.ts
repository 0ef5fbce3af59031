/** What `ors emulate` says. */
import type { Issue } from "../issue/issue.ts";
import { formatColumns } from "./columns.ts";
import type { emulateDocument } from "./documents/emulate.ts";
import { makeReport, type Report } from "./report.ts";

export type EmulateReport = Report<typeof emulateDocument>;

/** What one Radio Unit came to. */
export type EmulatedUnit = Omit<EmulateReport["radio_units"][number], "round_trip_ms"> & {
  readonly roundTrip: number | null;
};

export function makeEmulateReport(
  units: readonly EmulatedUnit[],
  method: string,
  issues: readonly Issue[],
): EmulateReport {
  const radio_units = units.map(({ roundTrip, problem, ...unit }) => ({
    ...unit,
    round_trip_ms: roundTrip,
    problem,
  }));
  return makeReport("emulate", { method, radio_units }, issues);
}

/** A line a Radio Unit, under a heading. */
export function formatEmulateReport({ radio_units, method }: EmulateReport): string[] {
  const hasSearched = radio_units.some(({ tries }) => tries !== null);
  const vlanHeading = hasSearched ? ["VLAN"] : [];
  const heading = ["Radio Unit", "TAP", "MAC", ...vlanHeading, "address by DHCPv6", "neighbour", "ping"];
  const rows = radio_units.map((unit) => [
    JSON.stringify(unit.ru),
    unit.tap,
    unit.mac,
    ...(hasSearched ? [formatSearch(unit)] : []),
    unit.address ?? "none",
    unit.neighbour ?? "none",
    unit.problem ?? `${unit.round_trip_ms} ms`,
  ]);
  const good = radio_units.filter(({ problem }) => problem === null).length;
  return [
    ...formatColumns([heading, ...rows]),
    `${good} of ${radio_units.length} Radio Units have their own address and reach the host; ${method}`,
  ];
}

/** `vlan 30 after 3 tries` */
function formatSearch({ address, vlan, tries }: EmulateReport["radio_units"][number]): string {
  const found = vlan === null ? "no tag" : `vlan ${vlan}`;
  return `${address === null ? "none" : found} after ${tries === 1 ? "1 try" : `${tries ?? 0} tries`}`;
}
