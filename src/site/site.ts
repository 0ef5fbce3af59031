/**
 * The Site: an instance with every reference resolved, every default filled in and every number computed.
 * Everything after it (plan, render, services, promises) reads values from here and decides nothing anew.
 *
 * Lists are in the order of files: by reference, lower-cased, by code points, ties by the reference itself.
 * Frequencies are integers in kHz, gains in dB, times in the unit that their name says.
 */

import type { TddSlots } from "../instance/fields/tdd.ts";
import type { SlotOffsets } from "../instance/radio-units/kind.ts";
import type { RadioUnitKindName } from "../instance/radio-units/names.ts";
import type { Ipv6Network } from "../net/ipv6-network.ts";
import type { Ipv6Address } from "../net/parse-ipv6.ts";
import type { Enb } from "./enb/enb-type.ts";
import type { Management } from "./management.ts";
import type { Origins } from "./origin.ts";

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

export type Cell = LteCell | NrCell | NbCell;

type CellCommon = {
  readonly reference: string;
  readonly rfMode: "fdd" | "tdd";
  readonly pci: number;
  /** LTE: 8 bits; within the eNB. */
  readonly cellId: number;
  /** MHz */
  readonly bandwidth: number;
  /** ms */
  readonly inactivityTimer: number;
  /** The Radio Unit that carries it. */
  readonly radioUnit: RadioUnit;
  /** Of the 2026 layout. */
  readonly algorithms: Algorithms;
  readonly band: number;
  /** Centre frequencies, kHz. */
  readonly dlFrequency: number;
  readonly ulFrequency: number;
  readonly origins: Origins;
};

/** Numbers of algorithms, in order of preference: TS 33.401 and TS 33.501 annex B and D. */
export type Algorithms = { readonly cipher: readonly number[]; readonly integrity: readonly number[] };

/** Of LTE and NR cells. */
type WidebandCommon = CellCommon & {
  readonly rootSequenceIndex: number;
  /** By parameters that only the 2026 layout can express. */
  readonly options: CellOptions;
};

export type CellOptions = {
  readonly ignoreGbrCongestion: boolean;
  readonly phrLinkAdaptation: boolean;
  /** ms */
  readonly srPeriod: number;
  readonly rrcConfiguration: "initial" | "measurement";
  readonly fixedMcs: number | null;
  /** Resource blocks of both directions where the uplink's bandwidth is another; else null. */
  readonly resourceBlocks: { readonly dl: number; readonly ul: number } | null;
};

export type LteCell = WidebandCommon & {
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
  readonly ttiBundling: TtiBundling | null;
};

export type TtiBundling = {
  readonly snrThreshold: number;
  readonly phrThreshold: number;
  readonly hysteresis: number;
  readonly mcsMax: number;
  readonly lCrbMax: number;
  readonly eHarqPattern: boolean;
};

export type NrCell = WidebandCommon & {
  readonly kind: "nr";
  readonly dlNrArfcn: number;
  readonly ulNrArfcn: number;
  /** Null where the eNB finds one. */
  readonly ssbNrArfcn: number | null;
  /** kHz */
  readonly subcarrierSpacing: number;
  readonly ssbPosBitmap: string;
  /** pattern1 and, if there is one, pattern2; null for fdd. */
  readonly tddPatterns: readonly [TddSlots, ...TddSlots[]] | null;
  readonly trackingReferenceSignals: boolean;
  readonly prachConfigIndex: number;
  readonly ueSearchSpace: UeSearchSpace;
  /** The Radio Unit's own, or in the 2024 layout the pattern's. */
  readonly slotOffsets: SlotOffsets;
  /** Layers of an uplink with MIMO; null without. */
  readonly uplinkMimoRank: number | null;
  readonly redcap: Redcap | null;
};

export type UeSearchSpace = {
  /** Candidates at aggregation levels 1, 2, 4, 8, 16. */
  readonly nCandidates: readonly number[];
  readonly dci01And11: boolean;
};

type Receivers = { readonly allow1RxUe: boolean; readonly allow2RxUe: boolean };

export type Redcap = Receivers & {
  readonly eRedcap: Receivers | null;
  readonly halfDuplex: boolean;
};

/** NB-IoT */
export type NbCell = CellCommon & {
  readonly kind: "nb";
  readonly dlEarfcn: number;
  readonly ulEarfcn: number;
  readonly tac: number;
  /** Three levels of coverage enhancement, or one. */
  readonly allCoverageLevels: boolean;
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
  readonly band: number;
  readonly tac: number;
  /** Null in the 2024 layout. */
  readonly plmn: string | null;
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
  /** Null in the 2024 layout. */
  readonly plmn: string | null;
  readonly ssbNrArfcn: number;
  /** Spacing of the raster that the SSB was taken from, kHz. */
  readonly ssbSubcarrierSpacing: number;
  readonly origins: Origins;
};
