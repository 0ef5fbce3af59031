/** The schema of each kind of parameters. */
import type * as z from "zod";
import { radioUnitSchema } from "../radio-units/radio-unit-kinds.ts";
import { cellSchema } from "./cell.ts";
import { enbSchema } from "./enb.ts";
import { peerSchema } from "./peer.ts";
import { peerCellSchema } from "./peer-cell.ts";

export const schemas = {
  enb: enbSchema,
  "radio-unit": radioUnitSchema,
  cell: cellSchema,
  peer: peerSchema,
  "peer-cell": peerCellSchema,
} as const satisfies Record<string, z.ZodType>;
