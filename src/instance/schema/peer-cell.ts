/** Parameters of a peer cell: a handover neighbour in another eNB or gNB. */
import type * as z from "zod";
import { choice, integer, text } from "../fields/field.ts";
import { identifier, trackingAreaCode } from "../fields/identifier.ts";
import { orEmpty } from "../fields/or-empty.ts";
import { kinds, parameters } from "../fields/parameters.ts";
import { plmn } from "../fields/plmn.ts";
import {
  earfcn,
  gnbIdBits,
  identifierBits,
  ltePci,
  lteTac,
  nrArfcn,
  nrBand,
  nrPci,
  nrSpacings,
  nrTac,
} from "../limits.ts";
import { noEffect } from "../without-effect.ts";

const common = {
  cell_kind: choice(["enb_peer"], { title: "Kind" }),
  name: text({ title: "Name", description: "For people." }).optional(),
  plmn: orEmpty(plmn()),
};

const ltePeerCellSchema = parameters(
  {
    cell_type: choice(["lte"], { title: "Type" }),
    ...common,
    e_cell_id: identifier(identifierBits.eCellId, { title: "E-UTRAN cell identity" }),
    pci: integer(ltePci, { title: "Physical cell identity" }),
    dl_earfcn: integer(earfcn, { title: "Downlink EARFCN" }),
    ul_earfcn: integer(earfcn, { title: "Uplink EARFCN", description: noEffect }).optional(),
    tac: trackingAreaCode(identifierBits.lteTac, lteTac),
  },
  { title: "LTE peer cell" },
);

const nrPeerCellSchema = parameters(
  {
    cell_type: choice(["nr"], { title: "Type" }),
    ...common,
    nr_cell_id: identifier(identifierBits.nrCellId, { title: "NR cell identity" }),
    gnb_id_bits: integer(gnbIdBits, { title: "Bits of the gNB identity" }),
    pci: integer(nrPci, { title: "Physical cell identity" }),
    dl_nr_arfcn: integer(nrArfcn, { title: "Downlink NR-ARFCN" }),
    nr_band: integer(nrBand, { title: "NR band", description: "N of nN." }),
    ul_nr_arfcn: integer(nrArfcn, { title: "Uplink NR-ARFCN" }).optional(),
    ssb_nr_arfcn: integer(nrArfcn, { title: "SSB NR-ARFCN" }).optional(),
    subcarrier_spacing: choice(nrSpacings, {
      title: "Sub-carrier spacing",
      description: noEffect,
      unit: "kHz",
    }).optional(),
    tac: trackingAreaCode(identifierBits.nrTac, nrTac),
  },
  { title: "NR peer cell" },
);

export const peerCellSchema = kinds("cell_type", ["lte", "nr"], [ltePeerCellSchema, nrPeerCellSchema], {
  title: "Peer cell",
});

export type PeerCellParameters = z.output<typeof peerCellSchema>;
