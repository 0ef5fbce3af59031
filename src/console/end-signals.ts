/** The signals that end a command which runs until it is ended. */

const endSignals = ["SIGTERM", "SIGINT"] as const;

/**
 * Resolves with the signal that ends the command: SIGTERM, SIGINT, and SIGHUP where it has no meaning of its own.
 *
 * @param onHangUp what SIGHUP does; left out, it ends the command as it does when a terminal is closed
 */
export function awaitEndSignal(onHangUp?: () => void): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of endSignals) process.once(signal, resolve);
    if (onHangUp === undefined) process.once("SIGHUP", resolve);
    else process.on("SIGHUP", onHangUp);
  });
}
