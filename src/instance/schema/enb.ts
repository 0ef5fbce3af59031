/** Parameters of the instance itself: its `configuration`. */
import type * as z from "zod";
import { enbDefaults, plmnDefaults, sliceDefaults } from "../defaults.ts";
import { address, addressWithPort, gtpAddress, host } from "../fields/address.ts";
import { entries } from "../fields/entries.ts";
import { decimal, flag, integer, integerOrText, text } from "../fields/field.ts";
import { identifier, sliceDifferentiator, trackingAreaCode } from "../fields/identifier.ts";
import { orEmpty } from "../fields/or-empty.ts";
import { parameters } from "../fields/parameters.ts";
import { plmn } from "../fields/plmn.ts";
import { gtpChoices } from "../layout.ts";
import {
  gnbIdBits,
  gtpPayloadMtu,
  identifierBits,
  ltePlmns,
  noSliceDifferentiator,
  nrPlmns,
  nrTac,
  port,
  sliceType,
} from "../limits.ts";
import { noEffectYet } from "../without-effect.ts";
import { handoverFields } from "./handover.ts";
import { olderFields } from "./older.ts";
import { operationFields } from "./operation.ts";

const reserved = flag({
  title: "Reserved",
  description: "The cell is reserved for operator use in this PLMN.",
  default: plmnDefaults.reserved,
}).optional();

/** Every list's entries may have one (simpleran): nothing is rendered of it. */
const entryName = text({ title: "Name", description: "For people." }).optional();

const mmeSchema = parameters(
  {
    mme_addr: host({ title: "MME address" }),
    name: entryName,
    backup_mme_addr: orEmpty(host({ title: "Backup MME address" })),
    s1ap_bind_addr: orEmpty(addressWithPort({ title: "Own S1AP address" })),
  },
  { title: "MME" },
);

const amfSchema = parameters(
  {
    amf_addr: host({ title: "AMF address" }),
    name: entryName,
    backup_amf_addr: orEmpty(host({ title: "Backup AMF address" })),
    ngap_bind_addr: orEmpty(addressWithPort({ title: "Own NGAP address" })),
  },
  { title: "AMF" },
);

const plmnSchema = parameters(
  {
    plmn: plmn(),
    name: entryName,
    attach_without_pdn: flag({
      title: "Attach without PDN",
      default: plmnDefaults.attach_without_pdn,
    }).optional(),
    reserved,
  },
  { title: "PLMN" },
);

const plmn5gFields = {
  plmn: plmn(),
  name: entryName,
  ranac: orEmpty(identifier(identifierBits.ranac, { title: "RAN area code" })),
  reserved,
};
const nrTrackingAreaCode = trackingAreaCode(identifierBits.nrTac, nrTac);
const plmn5gSchema = parameters({ ...plmn5gFields, tac: nrTrackingAreaCode }, { title: "PLMN (5G)" });
/** The 2024 layout can do without a tracking area code. */
const olderPlmn5gSchema = parameters(
  { ...plmn5gFields, tac: orEmpty(nrTrackingAreaCode) },
  { title: "PLMN (5G)" },
);

const sliceSchema = parameters(
  {
    name: entryName,
    sst: integer(sliceType, { title: "Slice/service type", default: sliceDefaults.sst }).optional(),
    sd: orEmpty(sliceDifferentiator(identifierBits.sliceDifferentiator, noSliceDifferentiator)),
  },
  { title: "Network slice" },
);

const identity = {
  name: text({ title: "Name", description: `Of the eNB, for people. ${noEffectYet}` }).optional(),
  enb_id: orEmpty(
    identifier(identifierBits.enbId, { title: "eNB identity", description: "Needed with LTE cells." }),
  ),
  gnb_id: orEmpty(identifier(gnbIdBits.max, { title: "gNB identity", description: "Needed with NR cells." })),
  gnb_id_bits: integer(gnbIdBits, {
    title: "Bits of the gNB identity",
    default: enbDefaults.gnb_id_bits,
  }).optional(),
};

const core = {
  mme_list: entries(mmeSchema, { title: "MMEs", description: "Core nodes of LTE cells." }).optional(),
  amf_list: entries(amfSchema, { title: "AMFs", description: "Core nodes of NR cells." }).optional(),
  plmn_list: entries(plmnSchema, { title: "PLMNs of LTE cells" }, { max: ltePlmns }).optional(),
  plmn_list_5g: entries(
    plmn5gSchema,
    { title: "PLMNs of NR cells" },
    { max: nrPlmns, older: olderPlmn5gSchema },
  ).optional(),
  nssai: entries(sliceSchema, { title: "Network slices", default: enbDefaults.nssai }).optional(),
  gtp_addr: orEmpty(
    gtpAddress({
      title: "GTP address",
      description: `Own address of the user plane: ${gtpChoices.join(", ")}, or an address.`,
      default: gtpChoices[0],
    }),
  ),
  gtp_payload_mtu: integer(gtpPayloadMtu, { title: "GTP payload MTU", unit: "bytes" }).optional(),
  mbmsgw_addr: orEmpty(addressWithPort({ title: "MBMS gateway address" })),
};

const remoteApi = {
  com_addr: orEmpty(
    address({
      title: "Remote API address",
      description: "Where the remote API listens.",
      default: enbDefaults.com_addr,
    }),
  ),
  com_ws_port: integerOrText(port, { title: "Remote API port", default: enbDefaults.com_ws_port }).optional(),
  websocket_url_ipv6: flag({
    title: "Remote API on IPv6",
    description: "The remote API listens on the partition's IPv6 address, without a password.",
    default: enbDefaults.websocket_url_ipv6,
  }).optional(),
  websocket_password: text({
    title: "Remote API password",
    description:
      "In place of the one that the partition generates. In the 2024 layout the remote API listens on the partition's IPv6 address with it.",
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
    description: "From it on the promise about saturated reception fails.",
    unit: "dB",
    default: enbDefaults.max_rx_sample_db,
  }).optional(),
  min_rxtx_delay: decimal({
    title: "Lowest RX to TX delay",
    description: "Below it the promise about baseband latency fails.",
    unit: "ms",
    default: enbDefaults.min_rxtx_delay,
  }).optional(),
};

export const enbSchema = parameters(
  {
    ...identity,
    ...core,
    ...remoteApi,
    ...radio,
    ...handoverFields,
    ...operationFields,
    ...olderFields,
  },
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
