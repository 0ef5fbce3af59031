/** Which layout of enb.cfg an instance gets: the configuration alone decides, so that adding a cell changes no tuning. */
import { isDictionary } from "./given-value.ts";

export const layouts = ["2024", "2026"] as const;
export type Layout = (typeof layouts)[number];

const lists = ["mme_list", "amf_list", "plmn_list", "plmn_list_5g", "nssai"];

const newKeys = [
  "handover_a1_rsrp",
  "handover_a1_hysteresis",
  "handover_a1_time_to_trigger",
  "handover_a2_rsrp",
  "handover_a2_hysteresis",
  "handover_a2_time_to_trigger",
  "handover_meas_gap_config",
  "eutra_eutra_handover",
  "nr_nr_handover",
  "eutra_nr_handover",
  "nr_eutra_handover",
  "gtp_payload_mtu",
  "mbmsgw_addr",
  "websocket_url_ipv6",
  "check_core_network",
];

export const gtpChoices = [
  "Automatic",
  "IPv4 LAN address",
  "IPv6 Re6st address",
  "Localhost address",
] as const;

/** The layout, and the key that decided: `enb_cfg_layout`, one that only the new form has, or none. */
export type LayoutChoice = { readonly layout: Layout; readonly by: string | null };

export function chooseLayout(configuration: unknown): LayoutChoice {
  if (!isDictionary(configuration)) return { layout: "2024", by: null };
  const asked = layouts.find((layout) => layout === configuration.enb_cfg_layout);
  if (asked !== undefined) return { layout: asked, by: "enb_cfg_layout" };
  const by =
    lists.find((key) => Array.isArray(configuration[key])) ??
    newKeys.find((key) => configuration[key] !== undefined) ??
    ((gtpChoices as readonly unknown[]).includes(configuration.gtp_addr) ? "gtp_addr" : null);
  return { layout: by === null ? "2024" : "2026", by };
}
