/** Waiting for a descriptor, for a while. */
import { onReadable } from "../../libc/readiness.ts";

/**
 * Whether the descriptor is readable before the time is over, or what is behind it has ended; rejects where it cannot be polled.
 */
export function awaitReadable(fd: number, timeoutMs: number, ended?: AbortSignal): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const readiness = onReadable(fd, (error) =>
      finish(() => (error === null ? resolve(true) : reject(error))),
    );
    const giveUp = () => finish(() => resolve(false));
    const timer = setTimeout(giveUp, timeoutMs);
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      ended?.removeEventListener("abort", giveUp);
      readiness.close();
      settle();
    };
    if (ended?.aborted === true) giveUp();
    else ended?.addEventListener("abort", giveUp);
  });
}
