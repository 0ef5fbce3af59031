/** The package ssh2, loaded when it is needed: it takes a tenth of a second. */

/**
 * TCP_NODELAY for a connection that a server took: without it each small message waits for a delayed acknowledgement.
 * The package has the method, and its types do not say so.
 */
export function sendAtOnce(connection: import("ssh2").Connection): void {
  const { setNoDelay } = connection as { readonly setNoDelay?: (on: boolean) => void };
  setNoDelay?.call(connection, true);
}

/** Its names are those of a CommonJS module: not all of them are visible to an import by name. */
export async function loadSsh2(): Promise<typeof import("ssh2")> {
  const loaded: typeof import("ssh2") & { readonly default?: typeof import("ssh2") } = await import("ssh2");
  return loaded.default ?? loaded;
}
