/** Parameters of the instance itself: its `configuration`. */
import type * as z from "zod";
import { enbDefaults, plmnDefaults } from "../defaults.ts";
import { address, addressWithPort } from "../fields/address.ts";
import { choice, decimal, flag, integer, pattern, text } from "../fields/field.ts";
import { identifier, sliceDifferentiator, trackingAreaCode } from "../fields/identifier.ts";
import { namedEntries, parameters } from "../fields/parameters.ts";
import { plmn } from "../fields/plmn.ts";
import {
  a3Offset,
  gnbIdBits,
  identifierBits,
  ltePlmns,
  noSliceDifferentiator,
  nrPlmns,
  nrTac,
  port,
  sliceType,
  statsFetchPeriod,
  timeToTrigger,
} from "../limits.ts";
import { noEffectYet } from "../without-effect.ts";

const reserved = flag({
  title: "Reserved",
  description: "The cell is reserved for operator use in this PLMN.",
  default: plmnDefaults.reserved,
}).optional();

const mmeSchema = parameters({ mme_addr: addressWithPort({ title: "MME address" }) }, { title: "MME" });
const amfSchema = parameters({ amf_addr: addressWithPort({ title: "AMF address" }) }, { title: "AMF" });

const plmnSchema = parameters(
  {
    plmn: plmn(),
    attach_without_pdn: flag({
      title: "Attach without PDN",
      default: plmnDefaults.attach_without_pdn,
    }).optional(),
    reserved,
  },
  { title: "PLMN" },
);

const plmn5gSchema = parameters(
  {
    plmn: plmn(),
    tac: trackingAreaCode(identifierBits.nrTac, nrTac).optional(),
    ranac: identifier(identifierBits.ranac, { title: "RAN area code" }).optional(),
    reserved,
  },
  { title: "PLMN (5G)" },
);

const sliceSchema = parameters(
  {
    sst: integer(sliceType, { title: "Slice/service type" }),
    sd: sliceDifferentiator(identifierBits.sliceDifferentiator, noSliceDifferentiator).optional(),
  },
  { title: "Network slice" },
);

const identity = {
  name: text({ title: "Name", description: `Of the eNB, for people. ${noEffectYet}` }).optional(),
  enb_id: identifier(identifierBits.enbId, {
    title: "eNB identity",
    description: "Needed with LTE cells.",
  }).optional(),
  gnb_id: identifier(gnbIdBits.max, {
    title: "gNB identity",
    description: "Needed with NR cells.",
  }).optional(),
  gnb_id_bits: integer(gnbIdBits, {
    title: "Bits of the gNB identity",
    default: enbDefaults.gnb_id_bits,
  }).optional(),
};

const core = {
  mme_list: namedEntries(mmeSchema, { title: "MMEs", description: "Core nodes of LTE cells." }).optional(),
  amf_list: namedEntries(amfSchema, { title: "AMFs", description: "Core nodes of NR cells." }).optional(),
  plmn_list: namedEntries(plmnSchema, { title: "PLMNs of LTE cells" }, ltePlmns).optional(),
  plmn_list_5g: namedEntries(plmn5gSchema, { title: "PLMNs of NR cells" }, nrPlmns).optional(),
  nssai: namedEntries(sliceSchema, { title: "Network slices", default: enbDefaults.nssai }).optional(),
  gtp_addr: addressWithPort({
    title: "GTP address",
    description: "Own address of the user plane; found from those of the core by default.",
  }).optional(),
  use_ipv4: flag({
    title: "Use IPv4",
    description: "The user plane prefers the node's LAN IPv4.",
    default: enbDefaults.use_ipv4,
  }).optional(),
};

const remoteApi = {
  com_addr: address({
    title: "Remote API address",
    description: "Where the remote API listens without a password.",
    default: enbDefaults.com_addr,
  }).optional(),
  com_ws_port: integer(port, { title: "Remote API port", default: enbDefaults.com_ws_port }).optional(),
  websocket_password: text({
    title: "Remote API password",
    description: "With it the remote API listens on the partition's IPv6 address.",
  }).optional(),
};

const radio = {
  gps_sync: flag({
    title: "GPS synchronisation",
    description: "The radio takes its time from GPS.",
    default: enbDefaults.gps_sync,
  }).optional(),
  max_rx_sample_db: decimal({
    title: "Highest received sample",
    description: "Above it the promise about saturated reception fails.",
    unit: "dB",
  }).optional(),
  min_rxtx_delay: decimal({
    title: "Lowest RX to TX delay",
    description: "Below it the promise about baseband latency fails.",
    unit: "ms",
  }).optional(),
};

const handover = {
  lte_handover_a3_offset: integer(a3Offset, {
    title: "LTE handover A3 offset",
    description: "In steps of 0.5 dB: 6 is 3 dB.",
    default: enbDefaults.lte_handover_a3_offset,
  }).optional(),
  nr_handover_a3_offset: integer(a3Offset, {
    title: "NR handover A3 offset",
    description: "In steps of 0.5 dB: 6 is 3 dB.",
    default: enbDefaults.nr_handover_a3_offset,
  }).optional(),
  lte_handover_a3_time_to_trigger: choice(timeToTrigger, {
    title: "LTE handover time to trigger",
    unit: "ms",
    default: enbDefaults.lte_handover_a3_time_to_trigger,
  }).optional(),
  nr_handover_time_to_trigger: choice(timeToTrigger, {
    title: "NR handover time to trigger",
    unit: "ms",
    default: enbDefaults.nr_handover_time_to_trigger,
  }).optional(),
};

const operation = {
  log_phy_debug: flag({ title: "Log the physical layer", default: enbDefaults.log_phy_debug }).optional(),
  enb_stats_fetch_period: integer(statsFetchPeriod, {
    title: "Statistics period",
    description: "How often the eNB's statistics are logged.",
    unit: "s",
    default: enbDefaults.enb_stats_fetch_period,
  }).optional(),
  enb_drb_stats_enabled: flag({
    title: "Statistics of data radio bearers",
    description: noEffectYet,
    default: enbDefaults.enb_drb_stats_enabled,
  }).optional(),
  "user-authorized-key": text({
    title: "Authorised SSH key",
    description: "Of who may log in to the partition.",
  }).optional(),
  "monitor-password": text({ title: "Password of the monitoring", description: noEffectYet }).optional(),
  xlog_fluentbit_forward_host: text({
    title: "Fluent Bit host",
    description: `Where the statistics are forwarded to. ${noEffectYet}`,
  }).optional(),
  xlog_fluentbit_forward_port: integer(port, {
    title: "Fluent Bit port",
    description: noEffectYet,
  }).optional(),
  xlog_fluentbit_forward_shared_key: text({
    title: "Fluent Bit shared key",
    description: noEffectYet,
  }).optional(),
  enb_config_link: pattern(/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[!-~]+$/, "a URL", {
    title: "Ready enb.cfg",
    description: "URL of an enb.cfg to use instead of the rendered one.",
  }).optional(),
  enb_config_version: text({
    title: "Version of the ready enb.cfg",
    description: "A new one makes it be fetched again.",
  }).optional(),
  testing: flag({
    title: "Testing",
    description: "Touch no radio hardware, make no TAP.",
    default: enbDefaults.testing,
  }).optional(),
};

export const enbSchema = parameters(
  { ...identity, ...core, ...remoteApi, ...radio, ...handover, ...operation },
  { title: "eNB/gNB" },
).superRefine(({ gnb_id, gnb_id_bits = enbDefaults.gnb_id_bits }, context) => {
  if (gnb_id === undefined || gnb_id < 2 ** gnb_id_bits) return;
  context.addIssue({
    code: "too_big",
    maximum: 2 ** gnb_id_bits - 1,
    origin: "number",
    inclusive: true,
    input: gnb_id,
    path: ["gnb_id"],
    message: `at most ${2 ** gnb_id_bits - 1}, as gnb_id_bits is ${gnb_id_bits}`,
  });
});

export type EnbParameters = z.output<typeof enbSchema>;
