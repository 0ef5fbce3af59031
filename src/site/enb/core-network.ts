/** The core network of an eNB: MMEs, AMFs, PLMNs, slices, and the address of the user plane. */
import { enbDefaults, olderDefaults, plmnDefaults, sliceDefaults } from "../../instance/defaults.ts";
import type { Instance } from "../../instance/instance.ts";
import { type Issue, place, warning } from "../../issue/issue.ts";
import { byDefault, given, givenOr, type Resolved } from "../resolved.ts";
import type { CoreAddress, Enb, Plmn, Plmn5g } from "./enb-type.ts";
import { resolveGtpAddress } from "./gtp-address.ts";

/** Which kinds of cells the eNB has: an MME counts only with LTE or NB-IoT cells, an AMF only with NR cells. */
export type CellKinds = {
  /** What to call them, LTE where there are both. */
  readonly eutra: "LTE" | "NB-IoT" | null;
  readonly nr: boolean;
};

type Core = Pick<
  Enb,
  "mmes" | "amfs" | "plmns" | "plmns5g" | "nssai" | "gtpAddr" | "gtpPayloadMtu" | "mbmsgwAddr"
>;

export type CoreNetwork = {
  readonly core: Core;
  readonly origins: Readonly<Record<string, Resolved<unknown> | null>>;
  readonly issues: readonly Issue[];
};

/** An error: no address for the user plane. Warnings: cells of a kind without a PLMN. */
export function resolveCoreNetwork(instance: Instance, kinds: CellKinds): CoreNetwork {
  const { mme_list, amf_list, nssai } = instance.configuration;
  const { plmn_list = [], plmn_list_5g = [], gtp_payload_mtu, mbmsgw_addr } = instance.configuration;
  const mmes = kinds.eutra !== null ? (mme_list ?? []).map(makeMme) : [];
  const amfs = kinds.nr ? (amf_list ?? []).map(makeAmf) : [];
  const plmns = plmn_list.map(makePlmn);
  const plmns5g = plmn_list_5g.map(makePlmn5g);
  const slices = (nssai ?? enbDefaults.nssai).map((entry: SliceEntry) => makeSlice(entry));
  const addresses = [...mmes, ...amfs].map(({ address }) => address);
  const gtpAddr = resolveGtpAddress(instance, addresses);
  const ofKind = <T>(list: readonly T[], parameter: string) =>
    list.length === 0 ? null : given(list, "configuration", parameter);
  return {
    core: {
      mmes,
      amfs,
      plmns,
      plmns5g,
      nssai: slices,
      gtpAddr: gtpAddr.resolved?.value ?? "",
      gtpPayloadMtu: gtp_payload_mtu ?? null,
      mbmsgwAddr: mbmsgw_addr ?? null,
    },
    origins: {
      mme_list: ofKind(
        mmes.map(({ address }) => address),
        "mme_list",
      ),
      amf_list: ofKind(
        amfs.map(({ address }) => address),
        "amf_list",
      ),
      plmn_list: ofKind(plmns, "plmn_list"),
      plmn_list_5g: ofKind(plmns5g, "plmn_list_5g"),
      nssai:
        nssai === undefined ? byDefault(slices, "the instance") : given(slices, "configuration", "nssai"),
      use_ipv4: givenOr<boolean>(
        instance.configuration.use_ipv4,
        ["configuration", "use_ipv4"],
        byDefault(olderDefaults.use_ipv4, "the instance"),
      ),
      gtp_addr: gtpAddr.resolved,
      gtp_payload_mtu:
        gtp_payload_mtu === undefined ? null : given(gtp_payload_mtu, "configuration", "gtp_payload_mtu"),
      mbmsgw_addr: mbmsgw_addr === undefined ? null : given(mbmsgw_addr, "configuration", "mbmsgw_addr"),
    },
    issues: [
      ...gtpAddr.issues,
      ...(kinds.eutra !== null && plmns.length === 0 ? [warnOfNoPlmn("plmn_list", kinds.eutra)] : []),
      ...(kinds.nr && plmns5g.length === 0 ? [warnOfNoPlmn("plmn_list_5g", "NR")] : []),
    ],
  };
}

function warnOfNoPlmn(parameter: string, kind: string): Issue {
  return warning(
    place("configuration", parameter),
    `${kind} cells without a PLMN serve nobody`,
    `an entry in ${parameter}`,
  );
}

type Configuration = Instance["configuration"];
type MmeEntry = NonNullable<Configuration["mme_list"]>[number];
type AmfEntry = NonNullable<Configuration["amf_list"]>[number];
type PlmnEntry = NonNullable<Configuration["plmn_list"]>[number];
type Plmn5gEntry = NonNullable<Configuration["plmn_list_5g"]>[number];
type SliceEntry = NonNullable<Configuration["nssai"]>[number];

function makeMme({ mme_addr, backup_mme_addr, s1ap_bind_addr }: MmeEntry): CoreAddress {
  return { address: mme_addr, backup: backup_mme_addr || null, bind: s1ap_bind_addr || null };
}

function makeAmf({ amf_addr, backup_amf_addr, ngap_bind_addr }: AmfEntry): CoreAddress {
  return { address: amf_addr, backup: backup_amf_addr || null, bind: ngap_bind_addr || null };
}

function makePlmn(entry: PlmnEntry): Plmn {
  return {
    plmn: entry.plmn,
    attachWithoutPdn: entry.attach_without_pdn ?? plmnDefaults.attach_without_pdn,
    reserved: entry.reserved ?? plmnDefaults.reserved,
  };
}

function makePlmn5g(entry: Plmn5gEntry): Plmn5g {
  return {
    plmn: entry.plmn,
    tac: entry.tac ?? null,
    ranac: entry.ranac ?? null,
    reserved: entry.reserved ?? plmnDefaults.reserved,
  };
}

function makeSlice({ sst, sd }: SliceEntry): Enb["nssai"][number] {
  return { sst: sst ?? sliceDefaults.sst, sd: sd ?? null };
}
