/** Parameters that are taken and that nothing reads: a warning where one is given, and said in its schema. */
import { type Issue, type Place, placeInShared, warning } from "../issue/issue.ts";
import { isDictionary } from "./given-value.ts";

const withoutEffect: ReadonlySet<string> = new Set([
  "name",
  "monitor-password",
  "enb_drb_stats_enabled",
  "amarisoft_version",
  "xlog_enabled",
  "xlog_forwarding_enabled",
  "wendelin_telecom_software_release_url",
  "xlog_fluentbit_forward_host",
  "xlog_fluentbit_forward_port",
  "xlog_fluentbit_forward_shared_key",
]);

/** What the schema of such a parameter says of it; the second of those that requests of older releases have. */
export const noEffectYet = "Has no effect yet.";
export const noEffect = "Has no effect.";

/** Of shared instances: nobody needs them, and requests of older releases have them by the dozen. */
const withoutEffectInShared = [
  { kind: "cell", type: "nr", key: "tac", instead: "those of plmn_list_5g count" },
  { kind: "peer-cell", type: "lte", key: "ul_earfcn", instead: "a neighbour is told by its downlink" },
  { kind: "peer-cell", type: "nr", key: "subcarrier_spacing", instead: "that of the sync raster counts" },
] as const;

/** Warnings at those among the instance's own parameters that were given. */
export function checkWithoutEffect(parameters: unknown, at: Place): Issue[] {
  if (!isDictionary(parameters)) return [];
  return Object.keys(parameters)
    .filter((key) => withoutEffect.has(key) && parameters[key] !== "")
    .map((key) => warning({ ...at, path: [...at.path, key] }, "has no effect yet"));
}

/** One warning for each such parameter, at the first shared instance that has it. */
export function checkSharedWithoutEffect(shared: readonly Shared[]): Issue[] {
  return withoutEffectInShared.flatMap(({ kind, type, key, instead }) => {
    const [first, ...others] = shared.filter((one) => {
      const parameters = one.parameters as Readonly<Record<string, unknown>>;
      return one.kind === kind && parameters.cell_type === type && parameters[key] !== undefined;
    });
    if (first === undefined) return [];
    const more = others.length === 0 ? "" : ` (as of ${others.length} more)`;
    return [warning(placeInShared(first.reference, key), `has no effect: ${instead}${more}`)];
  });
}

type Shared = { readonly reference: string; readonly kind: string; readonly parameters: object };
