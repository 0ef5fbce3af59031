/** `ors emulate`: Radio Units without hardware for every CPRI Radio Unit of an instance. */

import { columns } from "../../console/columns.ts";
import type { Run } from "../../console/command.ts";
import { awaitEndSignal } from "../../console/end-signals.ts";
import { printJson } from "../../console/json.ts";
import type { Terminal } from "../../console/terminal.ts";
import type { EmulatedRow, Emulation } from "../../emulate/emulate-instance.ts";
import { readSite } from "../../input/read-input.ts";
import { type ExitCode, exitCode } from "../../issue/exit-code.ts";
import type { Issue } from "../../issue/issue.ts";
import { formatCounters } from "../../link/cable/counters.ts";
import { asCommandError } from "../../link/tap/tap-error.ts";
import { readImpairments } from "../impairments.ts";
import type { definition } from "./definition.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { site, split, warnings } = await readSite(terminal, options);
  if (split.plan.taps.length === 0) {
    terminal.complain("ors: the instance has no CPRI Radio Unit with a TAP");
    return exitCode.good;
  }
  const { dnsmasq, timeout } = options;
  try {
    const { emulateInstance } = await import("../../emulate/emulate-instance.ts");
    const emulation = await emulateInstance(site, split.plan, {
      ...readImpairments(options),
      timeout: timeout * 1000,
      ...(dnsmasq === undefined ? {} : { dnsmasq }),
    });
    return await runUntilEnd(terminal, options, emulation, warnings);
  } catch (cause) {
    throw asCommandError(cause);
  }
};

async function runUntilEnd(
  terminal: Terminal,
  { json, once }: { readonly json: boolean; readonly once: boolean },
  emulation: Emulation,
  warnings: readonly Issue[],
): Promise<ExitCode> {
  const done = terminal.progress("waiting for the Radio Units");
  const stopped = awaitEndSignal().then(() => null);
  try {
    const rows = await Promise.race([emulation.ready, stopped]);
    done();
    if (rows === null) return exitCode.good;
    if (json) printJson(terminal, { radio_units: rows.map(rowAsJson) }, warnings);
    else for (const line of tableOf(rows, emulation.method)) terminal.print(line);
    if (!once) await stopped;
    return rows.every(({ problem }) => problem === null) ? exitCode.good : exitCode.wrong;
  } finally {
    done();
    await emulation.close();
    if (!json) terminal.print(formatCounters(emulation.counters()));
  }
}

function rowAsJson(row: EmulatedRow) {
  const { ru, tap, mac, gateway, address, neighbour, roundTrip, problem } = row;
  return { ru, tap, mac, gateway, address, neighbour, round_trip_ms: roundTrip, problem };
}

/** A line a Radio Unit, under a heading. */
function tableOf(rows: readonly EmulatedRow[], method: string): string[] {
  const heading = ["Radio Unit", "TAP", "MAC", "address by DHCPv6", "neighbour", "ping"];
  const lines = rows.map(({ ru, tap, mac, address, neighbour, roundTrip, problem }) => [
    JSON.stringify(ru),
    tap,
    mac,
    address ?? "none",
    neighbour ?? "none",
    problem ?? `${roundTrip} ms`,
  ]);
  const good = rows.filter(({ problem }) => problem === null).length;
  return [
    ...columns([heading, ...lines]),
    `${good} of ${rows.length} Radio Units have their own address and reach the host; ${method}`,
  ];
}
