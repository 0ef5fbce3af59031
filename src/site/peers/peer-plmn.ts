/** The PLMN that a peer cell is told by in the 2026 layout. */
import type { Instance } from "../../instance/instance.ts";
import type { PeerCellParameters } from "../../instance/schema/peer-cell.ts";
import { error, type Issue, placeInShared, warning } from "../../issue/issue.ts";
import { quote } from "../../issue/quote.ts";
import { computed, given, type Resolved } from "../resolved.ts";
import { getShared } from "../shared-instances.ts";

/**
 * As given. In the older form, which does not know it, the first of the instance's own: a neighbour is most often of the
 * same network. Null where there is none, and in the 2024 layout.
 */
export function resolvePeerPlmn(
  { layout: { layout, form }, configuration }: Instance,
  parameters: PeerCellParameters,
): Resolved<string> | null {
  if (layout === "2024") return null;
  if (parameters.plmn !== undefined) return given(parameters.plmn, "plmn");
  const list = ownLists[parameters.cell_type];
  const first = configuration[list]?.[0]?.plmn;
  return form === "newer" || first === undefined ? null : computed(first, `the first of ${list}`);
}

const ownLists = { lte: "plmn_list", nr: "plmn_list_5g" } as const;

/** In the 2026 layout: an error where there is none, a warning where it was assumed. */
export function checkPeerPlmns(instance: Instance): Issue[] {
  return getShared(instance, "peer-cell").flatMap(({ reference, parameters }) => {
    if (parameters.plmn !== undefined) return [];
    const at = placeInShared(reference, "plmn");
    const resolved = resolvePeerPlmn(instance, parameters);
    if (resolved === null) return [error(at, "missing", '5 or 6 digits in quotes, such as "00101"')];
    const what = `missing: ${quote(resolved.value)} was taken, the first of ${ownLists[parameters.cell_type]}`;
    return [warning(at, what, "that of the neighbour")];
  });
}
