/** Parameters that others leave without effect: a warning at each. */
import type { Instance } from "../../instance/instance.ts";
import { type Issue, place, placeInShared, warning } from "../../issue/issue.ts";
import { getShared } from "../shared-instances.ts";

export function checkWithoutEffectAcross(instance: Instance): Issue[] {
  return [...checkPassword(instance), ...checkCells(instance)];
}

function checkPassword({ layout: { layout }, configuration }: Instance): Issue[] {
  const { websocket_password, websocket_url_ipv6 } = configuration;
  if (layout === "2024" || !websocket_password || websocket_url_ipv6 !== true) return [];
  const at = place("configuration", "websocket_password");
  return [warning(at, "has no effect with websocket_url_ipv6: there is no password then", "one of them")];
}

function checkCells(instance: Instance): Issue[] {
  return getShared(instance, "cell").flatMap(({ reference, parameters }) => {
    const warn = (key: string, what: string, expected: string) => [
      warning(placeInShared(reference, key), what, expected),
    ];
    if (parameters.cell_type === "lte") {
      const { enable_ul_su_mimo, tti_bundling } = parameters;
      return [
        ...(enable_ul_su_mimo === true
          ? warn("enable_ul_su_mimo", "has no effect on an LTE cell", "none, or an NR cell")
          : []),
        ...(tti_bundling !== undefined && tti_bundling.snr_threshold === undefined
          ? warn("tti_bundling", "has no effect without snr_threshold", "snr_threshold")
          : []),
      ];
    }
    if (parameters.cell_type !== "nr") return [];
    const { amarisoft_ssb_computation, ssb_nr_arfcn } = parameters;
    return amarisoft_ssb_computation === true && ssb_nr_arfcn !== undefined
      ? warn("ssb_nr_arfcn", "has no effect with amarisoft_ssb_computation: the eNB finds one", "one of them")
      : [];
  });
}
