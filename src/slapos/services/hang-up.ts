/** Has running services read anew what has changed, by SIGHUP: nothing that they hold ends. */
import { readIfThere } from "../../output/read-if-there.ts";
import { replaceFileSync } from "../../output/replace-file.ts";
import { findRunningService, getNotePath, type RunningService } from "../../state/running-service.ts";
import { modes } from "../partition/partition-file.ts";
import type { RenderedService } from "./service.ts";

/** Signal 1, as a bit of SigCgt in proc_pid_status(5). */
const hangUpBit = 1n;

/**
 * Names of the services that got the signal. What each was told last is noted after the signal: a run that is killed in
 * between leaves that the next one sends it again, which costs nothing.
 */
export function hangUp(
  partition: string,
  services: readonly Pick<RenderedService, "name" | "rereads">[],
): readonly string[] {
  return services.flatMap(({ name, rereads }) => {
    const running = rereads === undefined ? undefined : findRunningService(getNotePath(partition, name));
    if (rereads === undefined || running === undefined) return [];
    const note = `${partition}/var/run/${name}.reread`;
    const told = `${running.pid} ${running.startTicks} ${rereads}\n`;
    if (readIfThere(note) === told || !sendHangUp(running)) return [];
    replaceFileSync(note, told, modes.plain);
    return [name];
  });
}

/** A service catches the signal before it reads its files: one that does not yet will read them as they are. */
function sendHangUp({ pid }: RunningService): boolean {
  const mask = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readIfThere(`/proc/${pid}/status`) ?? "")?.[1];
  if (mask === undefined || (BigInt(`0x${mask}`) & hangUpBit) === 0n) return false;
  process.kill(pid, "SIGHUP");
  return true;
}
