/** Waiting for a descriptor, for a while. */
import { onReadable } from "../../libc/readiness.ts";

/** Resolves when the descriptor is readable or the time is over; rejects where it cannot be polled. */
export function awaitReadable(fd: number, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const readiness = onReadable(fd, (error) => finish(() => (error === null ? resolve() : reject(error))));
    const timer = setTimeout(() => finish(resolve), timeoutMs);
    const finish = (settle: () => void) => {
      clearTimeout(timer);
      readiness.close();
      settle();
    };
  });
}
