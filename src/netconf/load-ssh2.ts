/** The package ssh2, loaded when it is needed: it takes a tenth of a second. */

/** Its names are those of a CommonJS module: not all of them are visible to an import by name. */
export async function loadSsh2(): Promise<typeof import("ssh2")> {
  const loaded: typeof import("ssh2") & { readonly default?: typeof import("ssh2") } = await import("ssh2");
  return loaded.default ?? loaded;
}
