/** A planned TAP in JSON documents: the keys of plan.json. */
import * as z from "zod";

export const plannedTap = {
  name: z.string().describe("The subtap, or the slaptap where one Radio Unit has it alone."),
  ru: z.string().describe("Reference of the Radio Unit."),
  network: z.string().describe("Its part of the range."),
  gateway: z.string().describe("The Radio Unit's address."),
  addr: z.string().describe("The host's address."),
};

export const slaptap = {
  slaptap: z.string().nullable().describe("The TAP that SlapOS gave; null where the node gives none."),
  range: z.string().nullable().describe("Its range; null where it is not known."),
};
