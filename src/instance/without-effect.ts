/** Parameters that are taken and that nothing reads yet: a warning where one is given, and said in its schema. */
import { type Issue, type Place, warning } from "../issue/issue.ts";
import { isDictionary } from "./given-value.ts";

const withoutEffect: ReadonlySet<string> = new Set([
  "name",
  "monitor-password",
  "enb_drb_stats_enabled",
  "amarisoft_version",
  "xlog_enabled",
  "xlog_forwarding_enabled",
  "wendelin_telecom_software_release_url",
  "check_core_network",
  "xlog_fluentbit_forward_host",
  "xlog_fluentbit_forward_port",
  "xlog_fluentbit_forward_shared_key",
]);

/** What the schema of such a parameter says of it. */
export const noEffectYet = "Has no effect yet.";

/** Warnings at those among parameters that were given. */
export function checkWithoutEffect(parameters: unknown, at: Place): Issue[] {
  if (!isDictionary(parameters)) return [];
  return Object.keys(parameters)
    .filter((key) => withoutEffect.has(key))
    .map((key) => warning({ ...at, path: [...at.path, key] }, "has no effect yet"));
}
