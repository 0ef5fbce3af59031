/** Radio Units that a plan moves, in JSON documents. */
import * as z from "zod";
import { plannedTap } from "./tap.ts";

const tap = z.strictObject(plannedTap).nullable();

export const moves = z
  .array(
    z.strictObject({
      ru: z.string().describe("Reference of the Radio Unit."),
      before: tap.describe("What it has; null where it had none."),
      after: tap.describe("What it gets; null where it goes."),
    }),
  )
  .describe("Radio Units whose TAP or addresses differ from the plan before; empty where none is known.");
