/** Which layout of enb.cfg an instance gets: the configuration alone decides, so that adding a cell changes no tuning. */
import { isDictionary } from "./given-value.ts";

export const layouts = ["2024", "2026"] as const;
export type Layout = (typeof layouts)[number];

/** The first release of Amarisoft's software that reads a layout; null: any. */
export const firstReleases: Readonly<Record<Layout, string | null>> = { "2024": null, "2026": "2025-06-13" };

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

export type LayoutChoice = {
  readonly layout: Layout;
  /** The key that decided: `enb_cfg_layout`, one that only the newer form has, or none. */
  readonly by: string | null;
  /** The form of the configuration, whatever `enb_cfg_layout` asks for: what is left out means what it meant there. */
  readonly form: "older" | "newer";
};

export function chooseLayout(configuration: unknown): LayoutChoice {
  if (!isDictionary(configuration)) return { layout: "2024", by: null, form: "older" };
  const by = findNewerKey(configuration);
  const form = by === null ? "older" : "newer";
  const asked = layouts.find((layout) => layout === configuration.enb_cfg_layout);
  if (asked !== undefined) return { layout: asked, by: "enb_cfg_layout", form };
  return { layout: by === null ? "2024" : "2026", by, form };
}

/** The first that only the newer form has, or that has its wording; null where there is none. */
function findNewerKey(configuration: Readonly<Record<string, unknown>>): string | null {
  return (
    lists.find((key) => Array.isArray(configuration[key])) ??
    newKeys.find((key) => configuration[key] !== undefined && configuration[key] !== "") ??
    ((gtpChoices as readonly unknown[]).includes(configuration.gtp_addr) ? "gtp_addr" : null)
  );
}
