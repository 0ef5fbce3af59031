/** Dumps that changes interrupt are repeated: with growing pauses, so that who changes things gets on with it. */
import { NetlinkError } from "./messages/netlink-error.ts";

/** As long as the trampoline waits for another run of itself. */
export const maxDumpMs = 10_000;
const maxPauseMs = 32;

export type DumpClock = { readonly now: () => number; readonly sleep: (ms: number) => void };

/**
 * The result of the first attempt that was not interrupted. This thread waits in the pauses.
 *
 * @param attempt null where it was interrupted
 * @param what for the error: `links`
 * @throws NetlinkError `interrupted` where none was whole within {@link maxDumpMs}
 */
export function repeatDump<T>(
  attempt: () => T | null,
  what: string,
  clock: DumpClock = { now: () => performance.now(), sleep },
): T {
  const until = clock.now() + maxDumpMs;
  for (let count = 0; ; count++) {
    const result = attempt();
    if (result !== null) return result;
    if (clock.now() >= until) throw makeInterrupted(what);
    clock.sleep(getPauseMs(count));
  }
}

/** The pause after so many interrupted attempts, the first being 0. */
export function getPauseMs(count: number): number {
  return Math.min(maxPauseMs, 2 ** count);
}

export function makeInterrupted(what: string, maxMs = maxDumpMs): NetlinkError {
  const why = `${what} changed during every dump for ${maxMs / 1000} s: another run was under way, or others change them`;
  return new NetlinkError("interrupted", why);
}

function sleep(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
