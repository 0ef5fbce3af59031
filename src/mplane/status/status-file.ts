/** `radio.json` of the state folder: what the daemon knows of every Radio Unit, for promises and published parameters. */
import { join } from "node:path";
import * as z from "zod";
import { readIfThere } from "../../output/read-if-there.ts";
import { replaceFileSync } from "../../output/replace-file.ts";
import { radioUnitStatus } from "../../report/documents/radio.ts";
import type { RadioUnitStatus } from "../../report/radio.ts";
import type { Report } from "../../report/report.ts";
import { readStartTicks } from "../../state/process-identity.ts";

const statusFile = z.object({
  version: z.literal(1),
  /** Of the daemon that wrote it. */
  pid: z.int(),
  /** When that process started, in clock ticks since boot: its number alone may be another's by now. */
  start_ticks: z.int().nullable(),
  /** UTC; at least every half minute while the daemon runs. */
  written: z.string(),
  radio_units: z.array(radioUnitStatus),
});

export type RadioStatusFile = Report<typeof statusFile>;

/** Group may read: promises run as the partition's user, monitoring in its group. */
const statusMode = 0o640;

/** Undefined where no daemon has written it yet, or one of another version has. */
export function readRadioStatus(stateFolder: string): RadioStatusFile | undefined {
  try {
    const parsed = statusFile.safeParse(JSON.parse(readIfThere(findStatusFile(stateFolder)) ?? "null"));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** @throws what writing the file throws */
export function writeRadioStatus(stateFolder: string, radioUnits: readonly RadioUnitStatus[]): void {
  const document: RadioStatusFile = {
    version: 1,
    pid: process.pid,
    start_ticks: readStartTicks(process.pid),
    written: new Date().toISOString(),
    radio_units: radioUnits,
  };
  replaceFileSync(findStatusFile(stateFolder), `${JSON.stringify(document)}\n`, statusMode);
}

function findStatusFile(stateFolder: string): string {
  return join(stateFolder, "radio.json");
}
