/** `ors emulate`: Radio Units without hardware for every CPRI Radio Unit of an instance. */

import { columns } from "../console/columns.ts";
import { hasOption, type Invocation, textOption } from "../console/command.ts";
import { awaitEndSignal } from "../console/end-signals.ts";
import { printJson } from "../console/json.ts";
import type { Terminal } from "../console/terminal.ts";
import type { EmulatedRow, Emulation } from "../emulate/emulate-instance.ts";
import { givenSite } from "../input/input.ts";
import { type ExitCode, exitCode, InputError } from "../issue/exit-code.ts";
import type { Issue } from "../issue/issue.ts";
import { formatCounters } from "../link/cable/counters.ts";
import { asCommandError } from "../link/tap/tap-error.ts";
import { impairments, secondsOption } from "./link-options.ts";

export async function run(terminal: Terminal, invocation: Invocation): Promise<ExitCode> {
  const issues: Issue[] = [];
  const { emulateInstance, standardTimeout } = await import("../emulate/emulate-instance.ts");
  const impaired = impairments(invocation, issues);
  const timeout = secondsOption(invocation, "timeout", standardTimeout / 1000, issues) * 1000;
  if (issues.length > 0) throw new InputError(issues);
  const { site, split, warnings } = await givenSite(terminal, invocation);
  if (split.plan.taps.length === 0) {
    terminal.complain("ors: the instance has no CPRI Radio Unit with a TAP");
    return exitCode.good;
  }
  const dnsmasq = textOption(invocation, "dnsmasq");
  try {
    const options = { ...impaired, timeout, ...(dnsmasq === undefined ? {} : { dnsmasq }) };
    const emulation = await emulateInstance(site, split.plan, options);
    return await runUntilEnd(terminal, invocation, emulation, warnings);
  } catch (cause) {
    throw asCommandError(cause);
  }
}

async function runUntilEnd(
  terminal: Terminal,
  invocation: Invocation,
  emulation: Emulation,
  warnings: readonly Issue[],
): Promise<ExitCode> {
  const done = terminal.progress("waiting for the Radio Units");
  const stopped = awaitEndSignal().then(() => null);
  try {
    const rows = await Promise.race([emulation.ready, stopped]);
    done();
    if (rows === null) return exitCode.good;
    if (hasOption(invocation, "json")) printJson(terminal, { radio_units: rows.map(rowAsJson) }, warnings);
    else for (const line of tableOf(rows, emulation.method)) terminal.print(line);
    if (!hasOption(invocation, "once")) await stopped;
    return rows.every(({ problem }) => problem === null) ? exitCode.good : exitCode.wrong;
  } finally {
    done();
    await emulation.close();
    if (!hasOption(invocation, "json")) terminal.print(formatCounters(emulation.counters()));
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
