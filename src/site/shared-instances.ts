/** The shared instances of an instance by their kind. */
import type { Instance, SharedInstance } from "../instance/instance.ts";

export type SharedOf<Kind extends SharedInstance["kind"]> = Extract<SharedInstance, { readonly kind: Kind }>;

/** Those of one kind, in the order of `slave-instance-list`. */
export function getShared<Kind extends SharedInstance["kind"]>(
  instance: Instance,
  kind: Kind,
): SharedOf<Kind>[] {
  return instance.shared.filter((shared): shared is SharedOf<Kind> => shared.kind === kind);
}
