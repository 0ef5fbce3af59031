/** Which process of a service runs, by the note that it makes as it starts. */
import { readIfThere } from "../../output/read-if-there.ts";
import { isRunning } from "../../state/process-identity.ts";
import { folders } from "../partition/folders.ts";

export type RunningService = {
  readonly pid: number;
  readonly startTicks: number;
  /** Of what it was started with. */
  readonly digest: string;
};

/** Where a service notes `<pid> <start ticks> <digest>`; 0.1.0 wrote the same. */
export function getNotePath(partition: string, name: string): string {
  return `${partition}/${folders.run}/${name}.started`;
}

/** The process of a service's note, where it still runs. */
export function findRunningService(partition: string, name: string): RunningService | undefined {
  const [pid, startTicks, digest] = (readIfThere(getNotePath(partition, name)) ?? "").trim().split(" ");
  if (pid === undefined || startTicks === undefined || digest === undefined) return undefined;
  const running = { pid: Number(pid), startTicks: Number(startTicks), digest };
  return isRunning(running) ? running : undefined;
}
