import * as z from "zod";
import { describeDocument } from "./document.ts";

const peerKind = z.enum(["lte", "nr"]);
const cellKind = z.enum(["lte", "nr", "nb"]);
const reference = z.string().describe("Its reference.");
const peer = z.strictObject({ reference, kind: peerKind.describe("Its radio access technology.") });

const radioUnit = z.strictObject({
  reference,
  kind: z.string().describe("`ru_type`."),
  rf_port: z.int().describe("Its number in the eNB, from 0."),
  txrx_active: z.enum(["ACTIVE", "INACTIVE"]).describe("Whether it transmits."),
  tap: z.string().nullable().describe("The TAP of its management channel; null where it has none."),
  cells: z.array(z.string()).describe("References of the cells that it carries."),
});

const cell = z.strictObject({
  reference,
  kind: cellKind.describe("Its radio access technology: LTE, NR or NB-IoT."),
  rf_mode: z.enum(["fdd", "tdd"]).describe("Its duplex mode."),
  band: z.string().describe("`b1` of E-UTRA, `n78` of NR."),
  bandwidth_mhz: z.number().describe("Its bandwidth."),
  radio_unit: z.string().describe("Reference of the Radio Unit that carries it."),
});

const finding = z.strictObject({
  check: z.string().describe("What was looked at."),
  good: z.boolean().describe("Whether it is as the instance needs it."),
  what: z.string().describe("What was found."),
  expected: z.string().nullable().describe("What mends it, with the line to type where there is one."),
});

export const checkDocument = describeDocument("check", "`ors check`: what an instance would be.", {
  title: z.string().describe("The instance's title; empty where it has none."),
  testing: z.boolean().describe("`testing`: no subtap is made."),
  slaptap: z.string().nullable().describe("The TAP that SlapOS gave; null where there is none."),
  radio_units: z.array(radioUnit).describe("In the order of their `rf_port`."),
  cells: z.array(cell).describe("In their order in `enb.cfg`."),
  peers: z.array(peer).describe("Other eNBs and gNBs."),
  peer_cells: z.array(peer).describe("Their cells."),
  files: z.array(z.string()).describe("Names of the files that `ors render` would write."),
  host: z.array(finding).nullable().describe("With `--host`: whether this node can do it; else null."),
});
