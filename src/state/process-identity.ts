/** Whether a process still runs: its number alone may be another's by now, with its start it is not. */
import { readFileSync } from "node:fs";

/** Start of a process in clock ticks since boot (field 22 of proc_pid_stat(5)); null where there is none. */
export function readStartTicks(pid: number): number | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return null;
  }
  // The second field is the program's name in brackets, and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, ticks] = [fields[0], Number(fields[19])];
  return state === "Z" || state === "X" || !Number.isSafeInteger(ticks) ? null : ticks;
}

export function isRunning(process: { readonly pid: number; readonly startTicks: number }): boolean {
  return readStartTicks(process.pid) === process.startTicks;
}
