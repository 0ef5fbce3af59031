/** How a Radio Unit is managed over NETCONF. */
export type Management = {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Whether the first host key is kept and another one refused, or no key is looked at. */
  readonly hostKey: "trust-first" | "any";
  /** Absolute path on the node, and the version that the Radio Unit shows then; null: any that its name has. */
  readonly firmware: { readonly file: string; readonly version: string | null } | null;
};
