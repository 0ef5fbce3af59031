import * as z from "zod";
import { describeDocument } from "./document.ts";
import { moves } from "./parts/move.ts";
import { plannedTap, slaptap } from "./parts/tap.ts";

export const planDocument = describeDocument("plan", "`ors plan`: the split of the slaptap's range.", {
  ...slaptap,
  kept: z.string().nullable().describe("The part that stays with the slaptap; null where nothing is split."),
  moves,
  taps: z.array(z.strictObject(plannedTap)).describe("One for each CPRI Radio Unit, in their order."),
});
