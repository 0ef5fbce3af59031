/** What the kernel answered to a frame, as the counter of a port. */
import { errnos } from "../../../libc/errno.ts";
import { isGone } from "../../tap/tap-error.ts";
import { countNotSent, countSent, type SentCounters } from "../port.ts";

/** @param outcome bytes that went, or an error number below 0 */
export function countOutcome(counters: SentCounters, outcome: number): void {
  if (outcome >= 0) countSent(counters, outcome);
  else if (isNoRoom(-outcome)) countNotSent(counters, "no_room");
  else countNotSent(counters, outcome === -errnos.EIO || isGone(-outcome) ? "down" : "refused");
}

function isNoRoom(errno: number): boolean {
  return errno === errnos.EAGAIN || errno === errnos.ENOBUFS || errno === errnos.ENOMEM;
}
