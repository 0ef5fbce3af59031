/** Which process of a service runs, by the note `<pid> <start ticks> <digest>` that it makes as it starts. */
import { readIfThere } from "../output/read-if-there.ts";
import { isRunning } from "./process-identity.ts";

export type RunningService = {
  readonly pid: number;
  readonly startTicks: number;
  /** Of what it was started with. */
  readonly digest: string;
};

/** Where a service of a partition makes its note; 0.1.0 made the same. */
export function getNotePath(partition: string, service: string): string {
  return `${partition}/var/run/${service}.started`;
}

/** The process of a note, where it still runs. */
export function findRunningService(note: string): RunningService | undefined {
  const [pid, startTicks, digest] = (readIfThere(note) ?? "").trim().split(" ");
  if (pid === undefined || startTicks === undefined || digest === undefined) return undefined;
  const running = { pid: Number(pid), startTicks: Number(startTicks), digest };
  return isRunning(running) ? running : undefined;
}
