/** Parameters of a cell of this eNB: lte, nr or nb. */
import type * as z from "zod";
import { cellDefaults } from "../defaults.ts";
import { choice, integer, pattern } from "../fields/field.ts";
import { identifier, trackingAreaCode } from "../fields/identifier.ts";
import { orEmpty } from "../fields/or-empty.ts";
import { kinds, parameters } from "../fields/parameters.ts";
import { lteTdd, nrTdd } from "../fields/tdd.ts";
import {
  earfcn,
  identifierBits,
  inactivityTimer,
  lteChannelBandwidths,
  ltePci,
  lteTac,
  maxNrCellIdBits,
  nrArfcn,
  nrBand,
  nrChannelBandwidths,
  nrPci,
  nrSpacings,
  rootSequenceIndex,
} from "../limits.ts";
import { noEffect } from "../without-effect.ts";
import { lteOptionFields, nrOptionFields } from "./cell-options.ts";
import { cellRuSchema } from "./cell-ru.ts";
import { type NbCellParameters, nbCellSchema } from "./nb-cell.ts";

const common = {
  cell_kind: choice(["enb"], { title: "Kind" }),
  rf_mode: choice(["fdd", "tdd"], { title: "Duplex mode" }),
  root_sequence_index: integer(rootSequenceIndex, {
    title: "Root sequence index",
    description: "Of the random access preambles; numbered by default, so that cells differ.",
  }).optional(),
  inactivity_timer: integer(inactivityTimer, {
    title: "Inactivity timer",
    description: "When a silent UE is released.",
    unit: "ms",
    default: cellDefaults.inactivity_timer,
  }).optional(),
  ru: cellRuSchema,
};

export const lteCellSchema = parameters(
  {
    cell_type: choice(["lte"], { title: "Type" }),
    ...common,
    pci: integer(ltePci, { title: "Physical cell identity" }),
    cell_id: identifier(identifierBits.lteCellId, { title: "Cell identity", description: "Within the eNB." }),
    bandwidth: choice(lteChannelBandwidths, { title: "Channel bandwidth", unit: "MHz" }),
    dl_earfcn: integer(earfcn, { title: "Downlink EARFCN" }),
    ul_earfcn: integer(earfcn, {
      title: "Uplink EARFCN",
      description: "Paired with the downlink one by default.",
    }).optional(),
    tac: trackingAreaCode(identifierBits.lteTac, lteTac),
    bandwidth_ul: choice(lteChannelBandwidths, { title: "Uplink bandwidth", unit: "MHz" }).optional(),
    tdd_ul_dl_config: lteTdd({ title: "TDD configuration" }).optional(),
    ...lteOptionFields,
  },
  { title: "LTE cell" },
);

const maxNrCellId = 2 ** maxNrCellIdBits - 1;

export const nrCellSchema = parameters(
  {
    cell_type: choice(["nr"], { title: "Type" }),
    ...common,
    pci: integer(nrPci, { title: "Physical cell identity" }),
    cell_id: identifier(Math.ceil(maxNrCellIdBits / 4) * 4, {
      title: "Cell identity",
      description: "Within the gNB, in the bits that gnb_id_bits leaves of 36.",
    }).refine((cellId) => cellId <= maxNrCellId, {
      error: `at most ${maxNrCellId}`,
    }),
    bandwidth: choice(nrChannelBandwidths, { title: "Channel bandwidth", unit: "MHz" }),
    dl_nr_arfcn: integer(nrArfcn, { title: "Downlink NR-ARFCN" }),
    nr_band: integer(nrBand, { title: "NR band", description: "N of nN." }),
    ul_nr_arfcn: integer(nrArfcn, {
      title: "Uplink NR-ARFCN",
      description: "Paired with the downlink one by default.",
    }).optional(),
    ssb_nr_arfcn: integer(nrArfcn, {
      title: "SSB NR-ARFCN",
      description: "By default the point of the band's sync raster nearest to the carrier's centre.",
    }).optional(),
    subcarrier_spacing: choice(nrSpacings, {
      title: "Sub-carrier spacing",
      description: "By default 30 with tdd, 15 with fdd.",
      unit: "kHz",
    }).optional(),
    ssb_pos_bitmap: orEmpty(
      pattern(/^(?:[01]{4}|[01]{8}|[01]{64})$/, 'a string of 4, 8 or 64 digits 0 and 1, such as "1000"', {
        title: "SSB positions",
        description: 'Which SSBs of a burst are sent; by default "10000000" with tdd, "1000" with fdd.',
      }),
    ),
    bandwidth_ul: choice(nrChannelBandwidths, { title: "Uplink bandwidth", unit: "MHz" }).optional(),
    tac: orEmpty(
      identifier(identifierBits.nrTac, {
        title: "Tracking area code",
        description: `${noEffect} Those of plmn_list_5g count.`,
      }),
    ),
    tdd_ul_dl_config: nrTdd({ title: "TDD pattern" }).optional(),
    ...nrOptionFields,
  },
  { title: "NR cell" },
);

export const cellSchema = kinds(
  "cell_type",
  ["lte", "nr", "nb"],
  [lteCellSchema, nrCellSchema, nbCellSchema],
  { title: "Cell" },
);

export type LteCellParameters = z.output<typeof lteCellSchema>;
export type NrCellParameters = z.output<typeof nrCellSchema>;
export type CellParameters = LteCellParameters | NrCellParameters | NbCellParameters;
