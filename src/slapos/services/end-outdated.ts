/** Ends services that run with what has changed since; slapgrid starts them again in the same run. */
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning } from "../../state/process-identity.ts";
import { findRunningService, getNotePath, type RunningService } from "../../state/running-service.ts";
import type { RenderedService } from "./service.ts";

/** How long a service may take to end before it is killed, and to be gone after that. */
const maxEndMs = 30_000;
const maxKillMs = 5_000;
const pollIntervalMs = 20;

/**
 * Names of the services that were ended, by SIGKILL where SIGTERM did not end one in `maxTermMs`. Throws where one may
 * not be ended: it is another user's.
 */
export async function endOutdated(
  partition: string,
  services: readonly Pick<RenderedService, "name" | "digest">[],
  maxTermMs = maxEndMs,
): Promise<readonly string[]> {
  const outdated = services.flatMap(({ name, digest }) => {
    const running = findRunningService(getNotePath(partition, name));
    return running === undefined || running.digest === digest ? [] : [{ name, ...running }];
  });
  await Promise.all(outdated.map((running) => endService(running, maxTermMs)));
  return outdated.map(({ name }) => name);
}

async function endService(running: RunningService, maxTermMs: number): Promise<void> {
  signalGroup(running.pid, "SIGTERM");
  if (await waitForEnd(running, maxTermMs)) return;
  signalGroup(running.pid, "SIGKILL");
  await waitForEnd(running, maxKillMs);
}

/** supervisord makes each service the leader of a process group; one that is gone meanwhile needs no signal. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ESRCH") throw cause;
  }
}

async function waitForEnd(running: RunningService, maxMs: number): Promise<boolean> {
  for (let waited = 0; waited < maxMs; waited += pollIntervalMs) {
    if (!isRunning(running)) return true;
    await sleep(pollIntervalMs);
  }
  return false;
}
