/** `radio.json` of the state folder: what the daemon knows of every Radio Unit, for promises and published parameters. */
import { join } from "node:path";
import { readIfThere } from "../../output/read-if-there.ts";
import { replaceFileSync } from "../../output/replace-file.ts";
import type { RadioUnitStatus } from "../../report/radio.ts";
import { readStartTicks } from "../../state/process-identity.ts";
import type { TakenFiles } from "./taken-files.ts";

export type RadioStatusFile = {
  readonly version: typeof version;
  /** Of the daemon that wrote it. */
  readonly pid: number;
  /** When that process started, in clock ticks since boot: its number alone may be another's by now. */
  readonly start_ticks: number | null;
  /** UTC; at least every half minute while the daemon runs. */
  readonly written: string;
  /** What is managed is of these; null before any were taken, not there in the file of an older program. */
  readonly files?: TakenFiles | null;
  readonly radio_units: readonly RadioUnitStatus[];
};

/** Of the file's layout: another one is for another version of this program. */
const version = 1;

/** Group may read: promises run as the partition's user, monitoring in its group. */
const statusMode = 0o640;

/**
 * Undefined where no daemon has written it yet, or one of another version has. Only the daemon writes it, and always a
 * whole one, so it is not looked through by a schema: that would cost each promise and each run of slapgrid its library.
 */
export function readRadioStatus(stateFolder: string): RadioStatusFile | undefined {
  try {
    const found: Partial<RadioStatusFile> | null = JSON.parse(
      readIfThere(findStatusFile(stateFolder)) ?? "null",
    );
    return found?.version === version && Array.isArray(found.radio_units)
      ? (found as RadioStatusFile)
      : undefined;
  } catch {
    return undefined;
  }
}

/** @throws what writing the file throws */
export function writeRadioStatus(
  stateFolder: string,
  files: TakenFiles | null,
  radioUnits: readonly RadioUnitStatus[],
): void {
  const document: RadioStatusFile = {
    version,
    pid: process.pid,
    start_ticks: readStartTicks(process.pid),
    written: new Date().toISOString(),
    files,
    radio_units: radioUnits,
  };
  replaceFileSync(findStatusFile(stateFolder), `${JSON.stringify(document)}\n`, statusMode);
}

function findStatusFile(stateFolder: string): string {
  return join(stateFolder, "radio.json");
}
