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
    unit.problem ?? (unit.round_trip_ms === null ? "not yet" : `${unit.round_trip_ms} ms`),
  ]);
  const good = radio_units.filter(isEmulatedUnitGood).length;
  return [
    ...formatColumns([heading, ...rows]),
    `${good} of ${radio_units.length} Radio Units have their own address and reach the host; ${method}`,
  ];
}

/** What became of one Radio Unit, as a line. */
export function formatEmulatedChange(unit: EmulatedUnit, change: "expired" | "restarts" | "settled"): string {
  const ru = JSON.stringify(unit.ru);
  switch (change) {
    case "expired":
      return `${ru}: its lease of ${unit.address} has ended, and it searches again`;
    case "restarts":
      return `${ru} restarts`;
    case "settled": {
      const found = [unit.tries === null ? "" : formatSearch(unit), unit.address ?? "", unit.problem ?? ""];
      return `${ru}: ${found.filter((text) => text !== "").join(", ")}`;
    }
  }
}

/** It has its own address, and has reached the host. */
export function isEmulatedUnitGood(unit: EmulateReport["radio_units"][number]): boolean {
  return unit.problem === null && unit.round_trip_ms !== null;
}

/** `vlan 30 after 3 tries`, `searches: vlan 20, try 3` */
function formatSearch({
  phase,
  vlan,
  trying,
  tries,
}: Pick<EmulatedUnit, "phase" | "vlan" | "trying" | "tries">): string {
  const after = `after ${tries === 1 ? "1 try" : `${tries ?? 0} tries`}`;
  switch (phase) {
    case "restarting":
      return "restarts";
    case "searching":
      return trying === null ? `searches: pause ${after}` : `searches: ${formatVlan(trying)}, try ${tries}`;
    case "found":
      return `${formatVlan(vlan ?? 0)} ${after}`;
    case "failed":
      return `none ${after}`;
  }
}

function formatVlan(vlan: number): string {
  return vlan === 0 ? "no tag" : `vlan ${vlan}`;
}
