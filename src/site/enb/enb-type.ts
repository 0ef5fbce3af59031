/** The eNB/gNB of a Site: everything of the instance's own parameters, resolved. */
import type { Layout } from "../../instance/layout.ts";
import type { Origins } from "../origin.ts";
import type { Handover } from "./handover-type.ts";

export type Enb = {
  /** Which layout of enb.cfg the instance gets. */
  readonly layout: Layout;
  /** Null where no LTE cell needs one. */
  readonly enbId: number | null;
  /** Null where no NR cell needs one. */
  readonly gnbId: { readonly value: number; readonly bits: number } | null;
  /** Core addresses as given, with their port if any; only those that enb.cfg carries (by kind of cells). */
  readonly mmes: readonly CoreAddress[];
  readonly amfs: readonly CoreAddress[];
  readonly plmns: readonly Plmn[];
  readonly plmns5g: readonly Plmn5g[];
  readonly nssai: readonly { readonly sst: number; readonly sd: number | null }[];
  readonly gtpAddr: string;
  /** Bytes; null: the eNB's own. */
  readonly gtpPayloadMtu: number | null;
  readonly mbmsgwAddr: string | null;
  /** `host:port` of the remote API, an IPv6 host in brackets. */
  readonly comAddr: string;
  readonly websocketPassword: string | null;
  readonly logPhyDebug: boolean;
  /** Null in the 2026 layout where there is but one cell, own and peer ones together. */
  readonly handover: Handover | null;
  readonly rfDriver: { readonly name: "sdr" | "dummy"; readonly gpsSync: boolean };
  /** A ready enb.cfg to use instead of a rendered one. */
  readonly configLink: { readonly url: string; readonly version: string | null } | null;
  /** What services and promises need and enb.cfg does not. */
  readonly operation: Operation;
  readonly origins: Origins;
};

/** Addresses of an MME or AMF, with their port if any: it, its backup, and the own one towards it. */
export type CoreAddress = {
  readonly address: string;
  readonly backup: string | null;
  readonly bind: string | null;
};

export type Operation = {
  readonly comHost: string;
  readonly comPort: number;
  /** s */
  readonly statsFetchPeriod: number;
  /** dB; samples from here on are saturated */
  readonly maxRxSampleDb: number;
  /** ms */
  readonly minRxtxDelay: number;
  /** Whether links to MMEs and AMFs are a promise. */
  readonly checksCoreNetwork: boolean;
  readonly authorizedKey: string | null;
};

export type Plmn = { readonly plmn: string; readonly attachWithoutPdn: boolean; readonly reserved: boolean };
export type Plmn5g = {
  readonly plmn: string;
  readonly tac: number | null;
  readonly ranac: number | null;
  readonly reserved: boolean;
};
