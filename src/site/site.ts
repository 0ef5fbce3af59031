/**
 * The Site: an instance with every reference resolved, every default filled in and every number computed.
 * Everything after it (plan, render, services, promises) reads values from here and decides nothing anew.
 *
 * Lists are in the order of files: by reference, lower-cased, by code points, ties by the reference itself.
 * Frequencies are integers in kHz, gains in dB, times in the unit that their name says.
 */

import type { RadioUnitKindName } from "../instance/radio-units/names.ts";
import type { Ipv6Network } from "../net/ipv6-network.ts";
import type { Ipv6Address } from "../net/parse-ipv6.ts";
import type { Management } from "./management.ts";

export type Site = {
  readonly title: string;
  readonly rootTitle: string;
  /** Nothing of /opt/amarisoft, sudo or hardware is touched, and no subtap is made. */
  readonly testing: boolean;
  readonly ipv6: string | null;
  readonly slaptap: Slaptap | null;
  readonly enb: Enb;
  readonly radioUnits: readonly RadioUnit[];
  /** Own cells of both kinds, in one order. */
  readonly cells: readonly Cell[];
  readonly peers: readonly PeerNode[];
  readonly peerCells: readonly PeerCell[];
};

/** The TAP that `slapos format` gave to the partition. */
export type Slaptap = {
  readonly name: string;
  readonly range: Ipv6Network;
  /** The address at the other end of the TAP. */
  readonly gateway: Ipv6Address;
  /** The address of the TAP itself. */
  readonly addr: Ipv6Address;
};

/** Where a value came from, for `ors explain`. */
export type Origin =
  | { readonly kind: "given"; readonly path: readonly (string | number)[] }
  /** `of` says whose default: `lopcomm`, `cells`, `tdd`. */
  | { readonly kind: "default"; readonly of: string }
  /** `rule` says how: `paired with dl_earfcn by equal distance from the band's start (TS 36.104 §5.7.3)`. */
  | { readonly kind: "computed"; readonly rule: string };

/** Parameter name (`ul_earfcn`, `cpri_link.rx_delay`) or Site name (`rf_port`) to origin, in display order. */
export type Origins = Readonly<Record<string, { readonly value: unknown; readonly origin: Origin }>>;

export type Enb = {
  /** Null where no LTE cell needs one. */
  readonly enbId: number | null;
  /** Null where no NR cell needs one. */
  readonly gnbId: { readonly value: number; readonly bits: number } | null;
  /** Core addresses as given, with their port if any; only those that enb.cfg carries (by kind of cells). */
  readonly mmeAddresses: readonly string[];
  readonly amfAddresses: readonly string[];
  readonly plmns: readonly Plmn[];
  readonly plmns5g: readonly Plmn5g[];
  readonly nssai: readonly { readonly sst: number; readonly sd: number | null }[];
  readonly gtpAddr: string;
  /** `host:port` of the remote API, an IPv6 host in brackets. */
  readonly comAddr: string;
  readonly websocketPassword: string | null;
  readonly logPhyDebug: boolean;
  readonly handover: {
    /** Steps of 0.5 dB. */
    readonly lteA3Offset: number;
    /** ms */
    readonly lteA3TimeToTrigger: number;
    readonly nrA3Offset: number;
    readonly nrA3TimeToTrigger: number;
  };
  readonly rfDriver: { readonly name: "sdr" | "dummy"; readonly gpsSync: boolean };
  /** A ready enb.cfg to use instead of a rendered one. */
  readonly configLink: { readonly url: string; readonly version: string | null } | null;
  /** What services and promises need and enb.cfg does not. */
  readonly operation: Operation;
  readonly origins: Origins;
};

export type Operation = {
  readonly comHost: string;
  readonly comPort: number;
  /** s */
  readonly statsFetchPeriod: number;
  /** dB; null: not checked */
  readonly maxRxSampleDb: number | null;
  /** ms; null: not checked */
  readonly minRxtxDelay: number | null;
  readonly authorizedKey: string | null;
};

export type Plmn = { readonly plmn: string; readonly attachWithoutPdn: boolean; readonly reserved: boolean };
export type Plmn5g = {
  readonly plmn: string;
  readonly tac: number | null;
  readonly ranac: number | null;
  readonly reserved: boolean;
};

export type RadioUnit = {
  readonly reference: string;
  /** False for `_<cell reference>_ru`, defined inside a cell: it publishes nothing. */
  readonly published: boolean;
  readonly kind: RadioUnitKindName;
  readonly link: SdrLink | CpriLink;
  readonly nAntennaDl: number;
  readonly nAntennaUl: number;
  /** As configured; enb.cfg shows −1000 on the channels of an inactive Radio Unit. */
  readonly txGain: number;
  readonly rxGain: number;
  readonly txrxActive: "ACTIVE" | "INACTIVE";
  /** Its number in the eNB, from 0. */
  readonly rfPort: number;
  /** Number of its first transmit and receive channel in the eNB, from 0. */
  readonly firstTxChannel: number;
  readonly firstRxChannel: number;
  /** References of the cells that it carries, in order. */
  readonly cells: readonly string[];
  /** A cron schedule; Lopcomm only. */
  readonly resetSchedule: string | null;
  /** Null where nothing manages it. */
  readonly management: Management | null;
  readonly origins: Origins;
};

export type SdrLink = { readonly kind: "sdr"; readonly devices: readonly number[] };

export type CpriLink = {
  readonly kind: "cpri";
  readonly macAddr: string;
  readonly sdrDev: number;
  readonly sfpPort: number;
  /** Times the lowest line rate of CPRI, 614.4 Mbit/s. */
  readonly mult: number;
  readonly mapping: string;
  /** µs */
  readonly rxDelay: number;
  readonly txDelay: number;
  readonly txDbm: number;
};

export type Cell = LteCell | NrCell;

type CellCommon = {
  readonly reference: string;
  readonly rfMode: "fdd" | "tdd";
  readonly pci: number;
  /** LTE: 8 bits; within the eNB. */
  readonly cellId: number;
  /** MHz */
  readonly bandwidth: number;
  readonly rootSequenceIndex: number;
  /** ms */
  readonly inactivityTimer: number;
  /** The Radio Unit that carries it. */
  readonly radioUnit: RadioUnit;
  readonly band: number;
  /** Centre frequencies, kHz. */
  readonly dlFrequency: number;
  readonly ulFrequency: number;
  readonly origins: Origins;
};

export type LteCell = CellCommon & {
  readonly kind: "lte";
  readonly dlEarfcn: number;
  readonly ulEarfcn: number;
  readonly tac: number;
  /** Resource blocks of the downlink: 6, 15, 25, 50, 75, 100. */
  readonly nRbDl: number;
  /** `uldl_config` of TS 36.211 table 4.2-2; null for fdd. */
  readonly uldlConfig: number | null;
  /** By the number of other LTE cells: 0, 1, 2 or more. */
  readonly carrierAggregation: "none" | "cs" | "pucch3";
};

export type NrCell = CellCommon & {
  readonly kind: "nr";
  readonly dlNrArfcn: number;
  readonly ulNrArfcn: number;
  readonly ssbNrArfcn: number;
  /** kHz */
  readonly subcarrierSpacing: number;
  readonly ssbPosBitmap: string;
  /** Null for fdd. */
  readonly tddPattern: TddPattern | null;
};

/** TS 38.331 TDD-UL-DL-ConfigCommon, pattern1. */
export type TddPattern = {
  readonly choice: string;
  /** ms */
  readonly period: number;
  readonly dlSlots: number;
  readonly dlSymbols: number;
  readonly ulSlots: number;
  readonly ulSymbols: number;
};

export type PeerNode = {
  readonly reference: string;
  readonly kind: "lte" | "nr";
  /** x2_addr or xn_addr. */
  readonly address: string;
  readonly origins: Origins;
};

export type PeerCell = PeerLteCell | PeerNrCell;

export type PeerLteCell = {
  readonly reference: string;
  readonly kind: "lte";
  /** E-UTRAN cell identity, 28 bits. */
  readonly eCellId: number;
  readonly pci: number;
  readonly dlEarfcn: number;
  readonly tac: number;
  readonly origins: Origins;
};

export type PeerNrCell = {
  readonly reference: string;
  readonly kind: "nr";
  /** NR cell identity, 36 bits. */
  readonly nrCellId: number;
  readonly gnbIdBits: number;
  readonly pci: number;
  readonly dlNrArfcn: number;
  readonly ulNrArfcn: number;
  readonly band: number;
  readonly tac: number;
  readonly ssbNrArfcn: number;
  /** Spacing of the raster that the SSB was taken from, kHz. */
  readonly ssbSubcarrierSpacing: number;
  readonly origins: Origins;
};
