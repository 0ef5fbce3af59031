/**
 * The limits of parameters, each here only: checks, messages, JSON schemas, documents and tests read them.
 * What a specification bounds is bound as strictly; the rest is as wide as the eNB could make sense of.
 */
import { maxSubtaps } from "../net/limits.ts";
import { lastNrArfcn } from "../radio/nr-arfcn.ts";
import { eutraBandwidths, getNrBandwidths } from "../radio/resource-blocks.ts";

/** Both ends belong to it. */
export type Range = { readonly min: number; readonly max: number };

/** Identifiers by their width in bits: TS 36.413 §9.2.1.37, TS 38.413 §9.3.1.6 and §9.3.1.7, TS 23.003 §19. */
export const identifierBits = {
  /** A macro eNB: `enb_id`·256 + `cell_id` is the E-UTRAN cell identity. */
  enbId: 20,
  lteCellId: 8,
  eCellId: 28,
  nrCellId: 36,
  lteTac: 16,
  nrTac: 24,
  ranac: 8,
  sliceDifferentiator: 24,
} as const;

/** TAC 0 and the last two values are reserved: TS 23.003 §19.4.2.3. */
export const lteTac: Range = { min: 1, max: 0xfffd };
export const nrTac: Range = { min: 1, max: 0xfffffd };
/** This slice differentiator means that there is none: TS 23.003 §28.4.2. */
export const noSliceDifferentiator = 0xffffff;

/** The gNB identity takes this many bits of the NR cell identity; the cell's own number has the rest. */
export const gnbIdBits: Range = { min: 22, max: 32 };

/** The own number of an NR cell at the shortest gNB identity; `gnb_id_bits` may leave it fewer bits. */
export const maxNrCellIdBits = identifierBits.nrCellId - gnbIdBits.min;

/** Physical cell identities: TS 36.211 §6.11, TS 38.211 §7.4.2.1. */
export const ltePci: Range = { min: 0, max: 503 };
export const nrPci: Range = { min: 0, max: 1007 };

/** TS 36.331 and TS 38.331: RootSequenceIndex of the long preamble. */
export const rootSequenceIndex: Range = { min: 0, max: 837 };

/** Of NR with short preambles, as PRACH configuration 160 has them: TS 38.211 §6.3.3.1. */
export const shortPreambleRootSequenceIndex: Range = { min: 0, max: 137 };

/** TS 36.331: ARFCN-ValueEUTRA-v9e0, 18 bits. */
export const earfcn: Range = { min: 0, max: 262143 };
export const nrArfcn: Range = { min: 0, max: lastNrArfcn };
/** TS 38.331: FreqBandIndicatorNR. */
export const nrBand: Range = { min: 1, max: 1024 };

/** MHz */
export const lteChannelBandwidths = eutraBandwidths;
/** kHz, of both frequency ranges of NR: TS 38.104 §5.3.2. */
export const nrSpacings: readonly number[] = [15, 30, 60, 120, 480, 960];
/** MHz, of both frequency ranges and all spacings; which go together is looked at where the band is known. */
export const nrChannelBandwidths: readonly number[] = sortAscending(
  [1, 257].flatMap((band) => nrSpacings.flatMap((spacing) => getNrBandwidths(band, spacing))),
);

/** Of either direction; LTE carries no more than 4 downlink antennas: looked at where the cell of the Radio Unit is known. */
export const antennas: readonly number[] = [1, 2, 4, 8];
export const lteDlAntennas: readonly number[] = [1, 2, 4];

/** Numbers of cards (`/dev/sdr0`, …) and of the ports of one. */
export const sdrDevice: Range = { min: 0, max: 1023 };
export const sfpPort: Range = { min: 0, max: 255 };

/** ms; a 32-bit count. */
export const inactivityTimer: Range = { min: 0, max: 2 ** 31 - 1 };
/** Steps of 0.5 dB: TS 36.331 and TS 38.331, a3-Offset. */
export const a3Offset: Range = { min: -30, max: 30 };
/** Steps of 0.5 dB: TS 36.331 and TS 38.331, Hysteresis. */
export const hysteresis: Range = { min: 0, max: 30 };
/** dBm: TS 36.331 RSRP-Range, and TS 38.331 RSRP-Range of a neighbour of the other generation. */
export const rsrp: Range = { min: -140, max: -43 };
export const nrRsrp: Range = { min: -156, max: -30 };
/** Bytes. */
export const gtpPayloadMtu: Range = { min: 68, max: 16384 };
/** Of QPSK to 256QAM: TS 36.213 table 7.1.7.1-1, TS 38.214 table 5.1.3.1-1. */
export const mcs: Range = { min: 0, max: 28 };
/** ms */
export const lteSrPeriods: readonly number[] = [0, 1, 2, 5, 10, 20, 40, 80];
export const nrSrPeriods: readonly number[] = [0, 1, 2, 4, 5, 8, 10, 16, 20, 40, 80, 160, 320, 640];
/** TS 38.211 tables 6.3.3.2-2 and 6.3.3.2-3. */
export const prachConfigIndex: Range = { min: 0, max: 262 };
/** TS 38.331 SearchSpace, nrofCandidates. */
export const searchSpaceCandidates: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 8];
/** ms: TimeToTrigger of TS 36.331 and TS 38.331. */
// biome-ignore format: as in the specification
export const timeToTrigger: readonly number[] = [0, 40, 64, 80, 100, 128, 160, 256, 320, 480, 512, 640, 1024, 1280, 2560, 5120];

/** PLMNs that one cell can broadcast: TS 36.331 maxPLMN-r11, TS 38.331 maxPLMN. */
export const ltePlmns = 6;
export const nrPlmns = 12;
/** S-NSSAI: TS 23.003 §28.4.2. */
export const sliceType: Range = { min: 0, max: 255 };

export const port: Range = { min: 1, max: 65535 };
/** s */
export const statsFetchPeriod: Range = { min: 1, max: 86400 };

function sortAscending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** Bytes in UTF-8: no file name made of a longer reference could be stored (NAME_MAX of limits.h). */
export const maxReferenceBytes = 255;

/** Characters of an input: several times what 1023 Radio Units and as many cells take. */
export const maxInputLength = 8 * 1024 * 1024;
/** Characters of YAML, whose parser takes seconds for a million of them at worst. */
export const maxYamlLength = 1024 * 1024;
/** How deep dictionaries and lists may lie in each other: far deeper than any parameters. */
export const maxNesting = 100;
/** Problems of one input that are reported; the rest are counted. */
export const maxIssues = 1000;

/** Radio Units of a new parameter file: as many as a slaptap can have subtaps. */
export const maxRadioUnits = maxSubtaps;
