/** `ors emulate`: Radio Units without hardware for every CPRI Radio Unit of an instance. */

import { resolve } from "node:path";
import type { Run } from "../../console/command.ts";
import type { ValuesOf } from "../../console/definition.ts";
import { awaitEndSignal } from "../../console/end-signals.ts";
import { printReport } from "../../console/print-report.ts";
import type { Terminal } from "../../console/terminal.ts";
import type { Emulation } from "../../emulate/emulate-instance.ts";
import { accept } from "../../input/accept.ts";
import { findStateFolder, inputFileOf } from "../../input/input-file.ts";
import { readSite } from "../../input/read-input.ts";
import { readText } from "../../input/read-text.ts";
import { makeUsageError } from "../../input/usage.ts";
import { type ExitCode, exitCode } from "../../issue/exit-code.ts";
import type { Issue } from "../../issue/issue.ts";
import { formatCounters } from "../../link/cable/counters.ts";
import { makeCommandError } from "../../link/tap/tap-error.ts";
import { formatEmulatedChange, formatEmulateReport, makeEmulateReport } from "../../report/emulate.ts";
import { readImpairments } from "../impairments.ts";
import type { definition } from "./definition.ts";
import { readSwitch } from "./read-switch.ts";

export const run: Run<typeof definition> = async (terminal, options) => {
  const { site, split, warnings } = await readSite(terminal, options);
  if (split.plan.taps.length === 0) {
    terminal.complain("ors: the instance has no CPRI Radio Unit with a TAP");
    return exitCode.good;
  }
  const { dnsmasq, timeout, faults, boot, once } = options;
  const behind = await readSwitch(terminal, options, split.plan);
  try {
    const { emulateInstance } = await import("../../emulate/emulate-instance.ts");
    const emulation = await emulateInstance(site, split.plan, {
      ...readImpairments(options),
      timeoutMs: timeout * 1000,
      bootMs: boot * 1000,
      onChange: (row, change) => terminal.complain(`ors: ${formatEmulatedChange(row, change)}`),
      ...(once ? {} : { stateFolder: findFolder(options) }),
      ...(dnsmasq === undefined ? {} : { dnsmasq: readDnsmasqFile(terminal, dnsmasq) }),
      ...(behind === undefined ? {} : { switch: behind }),
      ...(faults === undefined ? {} : { faults: await readFaults(terminal, faults) }),
    });
    return await runUntilEnd(terminal, options, emulation, warnings);
  } catch (cause) {
    throw makeCommandError(cause);
  }
};

function findFolder({ state, file, instance }: ValuesOf<typeof definition>): string {
  return resolve(findStateFolder(state, inputFileOf({ instance: file ?? instance, plan: undefined })));
}

/** dnsmasq reads it itself, so it is a file; that it is one is said before anything is laid. */
function readDnsmasqFile(terminal: Terminal, path: string): { readonly path: string; readonly text: string } {
  if (path === "-")
    throw makeUsageError("--dnsmasq: not standard input", "a file, which dnsmasq reads itself");
  return { path, text: readText(terminal, path) };
}

async function readFaults(terminal: Terminal, file: string) {
  const { parseFaults } = await import("../../emulate/netconf/faults/read-faults.ts");
  return accept(parseFaults(readText(terminal, file), file)).value;
}

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
    const report = makeEmulateReport(rows, emulation.method, warnings);
    printReport(terminal, report, json, formatEmulateReport);
    if (!once) await stopped;
    return rows.every(({ problem }) => problem === null) ? exitCode.good : exitCode.wrong;
  } finally {
    done();
    await emulation.close();
    if (!json) terminal.print(formatCounters(emulation.counters()));
  }
}
