/** Parameters of an NB-IoT cell of this eNB: a carrier of 200 kHz of its own (TS 36.300 §5.5). */
import type * as z from "zod";
import { cellDefaults, nbCellDefaults } from "../defaults.ts";
import { choice, flag, integer } from "../fields/field.ts";
import { identifier, trackingAreaCode } from "../fields/identifier.ts";
import { parameters } from "../fields/parameters.ts";
import { earfcn, identifierBits, inactivityTimer, ltePci, lteTac } from "../limits.ts";
import { algorithmFields } from "./cell-options.ts";
import { cellRuSchema } from "./cell-ru.ts";

export const nbCellSchema = parameters(
  {
    cell_type: choice(["nb"], { title: "Type" }),
    cell_kind: choice(["enb"], { title: "Kind" }),
    rf_mode: choice(["fdd"], { title: "Duplex mode" }),
    inactivity_timer: integer(inactivityTimer, {
      title: "Inactivity timer",
      description: "When a silent UE is released.",
      unit: "ms",
      default: cellDefaults.inactivity_timer,
    }).optional(),
    ru: cellRuSchema,
    pci: integer(ltePci, { title: "Narrowband physical cell identity" }),
    cell_id: identifier(identifierBits.lteCellId, { title: "Cell identity", description: "Within the eNB." }),
    dl_earfcn: integer(earfcn, { title: "Downlink EARFCN" }),
    ul_earfcn: integer(earfcn, {
      title: "Uplink EARFCN",
      description: "Paired with the downlink one by default.",
    }).optional(),
    tac: trackingAreaCode(identifierBits.lteTac, lteTac),
    all_ce_level: flag({
      title: "All coverage levels",
      description: "Three levels of coverage enhancement in place of one.",
      default: nbCellDefaults.all_ce_level,
    }).optional(),
    ...algorithmFields("E"),
  },
  { title: "NB-IoT cell" },
);

export type NbCellParameters = z.output<typeof nbCellSchema>;
