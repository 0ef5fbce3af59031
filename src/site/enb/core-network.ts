/** The core network of an eNB: MMEs, AMFs, PLMNs, slices, and the address of the user plane. */
import { enbDefaults, plmnDefaults } from "../../instance/defaults.ts";
import type { Instance } from "../../instance/instance.ts";
import { type Issue, place, warning } from "../../issue/issue.ts";
import { byDefault, given, givenOr, type Resolved } from "../resolved.ts";
import type { Enb, Plmn, Plmn5g } from "../site.ts";
import { resolveGtpAddress } from "./gtp-address.ts";
import { sortNamedEntries } from "./named-entries.ts";

/** Which kinds of cells the eNB has: an MME counts only with LTE cells, an AMF only with NR cells. */
export type CellKinds = { readonly lte: boolean; readonly nr: boolean };

type Core = Pick<Enb, "mmeAddresses" | "amfAddresses" | "plmns" | "plmns5g" | "nssai" | "gtpAddr">;

export type CoreNetwork = {
  readonly core: Core;
  readonly origins: Readonly<Record<string, Resolved<unknown> | null>>;
  readonly issues: readonly Issue[];
};

/** An error: no address for the user plane. Warnings: cells of a kind without a PLMN. */
export function resolveCoreNetwork(instance: Instance, kinds: CellKinds): CoreNetwork {
  const { mme_list, amf_list, nssai } = instance.configuration;
  const mmes = kinds.lte ? sortNamedEntries(mme_list).map(([, { mme_addr }]) => mme_addr) : [];
  const amfs = kinds.nr ? sortNamedEntries(amf_list).map(([, { amf_addr }]) => amf_addr) : [];
  const plmns = sortNamedEntries(instance.configuration.plmn_list).map(([, entry]) => makePlmn(entry));
  const plmns5g = sortNamedEntries(instance.configuration.plmn_list_5g).map(([, entry]) => makePlmn5g(entry));
  const slices = sortNamedEntries<SliceEntry>(nssai ?? enbDefaults.nssai).map(([, entry]) =>
    makeSlice(entry),
  );
  const gtpAddr = resolveGtpAddress(instance, [...mmes, ...amfs]);
  const ofKind = <T>(list: readonly T[], parameter: string) =>
    list.length === 0 ? null : given(list, "configuration", parameter);
  return {
    core: {
      mmeAddresses: mmes,
      amfAddresses: amfs,
      plmns,
      plmns5g,
      nssai: slices,
      gtpAddr: gtpAddr.resolved?.value ?? "",
    },
    origins: {
      mme_list: ofKind(mmes, "mme_list"),
      amf_list: ofKind(amfs, "amf_list"),
      plmn_list: ofKind(plmns, "plmn_list"),
      plmn_list_5g: ofKind(plmns5g, "plmn_list_5g"),
      nssai:
        nssai === undefined ? byDefault(slices, "the instance") : given(slices, "configuration", "nssai"),
      use_ipv4: givenOr<boolean>(
        instance.configuration.use_ipv4,
        ["configuration", "use_ipv4"],
        byDefault(enbDefaults.use_ipv4, "the instance"),
      ),
      gtp_addr: gtpAddr.resolved,
    },
    issues: [
      ...gtpAddr.issues,
      ...(kinds.lte && plmns.length === 0 ? [warnOfNoPlmn("plmn_list", "LTE")] : []),
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
type PlmnEntry = NonNullable<Configuration["plmn_list"]>[string];
type Plmn5gEntry = NonNullable<Configuration["plmn_list_5g"]>[string];
type SliceEntry = NonNullable<Configuration["nssai"]>[string];

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
  return { sst, sd: sd ?? null };
}
