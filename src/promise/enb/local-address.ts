/** Whether a service of this node can listen at an address. */
import { createSocket } from "node:dgram";
import { isIP } from "node:net";

/**
 * Tries it with a socket of UDP, closed at once: lists of addresses leave out interfaces without a carrier. What is not
 * an address is not judged.
 */
export function isLocalAddress(host: string): Promise<boolean> {
  const version = isIP(host);
  if (version === 0) return Promise.resolve(true);
  const socket = createSocket(version === 6 ? "udp6" : "udp4");
  return new Promise((resolve) => {
    const answer = (is: boolean) => socket.close(() => resolve(is));
    socket.once("error", (cause: NodeJS.ErrnoException) => answer(cause.code !== "EADDRNOTAVAIL"));
    socket.bind(0, host, () => answer(true));
  });
}
