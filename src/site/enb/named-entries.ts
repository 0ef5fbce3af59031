/** Dictionaries whose keys are any names: `mme_list`, `plmn_list` and the like. */
import { compareCodePoints } from "../../instance/reference.ts";

/** The entries in the order of their names as strings: "10" before "2". None where there is no dictionary. */
export function sortNamedEntries<T>(
  entries: Readonly<Record<string, T>> | undefined,
): readonly (readonly [string, T])[] {
  return Object.entries(entries ?? {}).sort(([a], [b]) => compareCodePoints(a, b));
}
