/** What Lopcomm Radio Units said of themselves, beside what their requesters are told anyway. */
import { join } from "node:path";
import type { Published } from "./published.ts";

/** By reference of the Radio Unit, the slave reference that its requester is told by. */
export type RadioUnitRequests = Readonly<Record<string, string>>;

/**
 * Firmware and serial number with the time when they were read; a Radio Unit that never answered has none. How it is now is
 * for the promise `radio` and the metrics: what is published is only brought up to date when slapgrid runs.
 */
export async function addRadioFacts(
  published: Published,
  requests: RadioUnitRequests,
  partition: string,
): Promise<Published> {
  if (Object.keys(requests).length === 0) return published;
  const { readRadioStatus } = await import("../../mplane/status/status-file.ts");
  const known = readRadioStatus(join(partition, "var"))?.radio_units ?? [];
  const added = known.flatMap(({ ru, firmware, serial_number, read_at }) => {
    const slaveReference = requests[ru];
    if (slaveReference === undefined || read_at === null) return [];
    const facts = { firmware, serial_number, read_at };
    return [[slaveReference, { ...published[slaveReference], ...facts }] as const];
  });
  return { ...published, ...Object.fromEntries(added) };
}
