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
  const heading = ["Radio Unit", "TAP", "MAC", "address by DHCPv6", "neighbour", "ping"];
  const rows = radio_units.map(({ ru, tap, mac, address, neighbour, round_trip_ms, problem }) => [
    JSON.stringify(ru),
    tap,
    mac,
    address ?? "none",
    neighbour ?? "none",
    problem ?? `${round_trip_ms} ms`,
  ]);
  const good = radio_units.filter(({ problem }) => problem === null).length;
  return [
    ...formatColumns([heading, ...rows]),
    `${good} of ${radio_units.length} Radio Units have their own address and reach the host; ${method}`,
  ];
}
