/** Ends services that run with what has changed since; slapgrid starts them again in the same run. */
import { setTimeout as sleep } from "node:timers/promises";
import { readIfThere } from "../../output/read-if-there.ts";
import { noteOf, type RenderedService } from "./service.ts";

/** How long a service may take to end before it is killed, and to be gone after that, ms. */
const patience = 30_000;
const lastPatience = 5_000;
const pollInterval = 20;

/** Names of the services that were ended. Throws where one may not be: it is another user's. */
export async function endOutdated(
  partition: string,
  services: readonly Pick<RenderedService, "name" | "digest">[],
): Promise<readonly string[]> {
  const outdated = services.flatMap(({ name, digest }) => {
    const running = runningProcess(noteOf(partition, name));
    return running === undefined || running.digest === digest ? [] : [{ name, ...running }];
  });
  await Promise.all(outdated.map(end));
  return outdated.map(({ name }) => name);
}

type Running = { readonly pid: number; readonly startTime: string; readonly digest: string };

/** The process of a note, where it still runs. */
function runningProcess(note: string): Running | undefined {
  const [pid, startTime, digest] = (readIfThere(note) ?? "").trim().split(" ");
  if (pid === undefined || startTime === undefined || digest === undefined) return undefined;
  const running = { pid: Number(pid), startTime, digest };
  return isRunning(running) ? running : undefined;
}

async function end(running: Running): Promise<void> {
  signalGroup(running.pid, "SIGTERM");
  if (await isGone(running, patience)) return;
  signalGroup(running.pid, "SIGKILL");
  await isGone(running, lastPatience);
}

/** supervisord makes each service the leader of a process group; one that is gone meanwhile is as good. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ESRCH") throw cause;
  }
}

async function isGone(running: Running, limit: number): Promise<boolean> {
  for (let waited = 0; waited < limit; waited += pollInterval) {
    if (!isRunning(running)) return true;
    await sleep(pollInterval);
  }
  return false;
}

/** Whether the process is there and is the one that started then: numbers are used again (proc_pid_stat(5)). */
function isRunning({ pid, startTime }: Pick<Running, "pid" | "startTime">): boolean {
  const stat = readIfThere(`/proc/${pid}/stat`) ?? "";
  const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return afterName[22 - 3] === startTime;
}
