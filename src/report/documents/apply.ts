import * as z from "zod";
import { describeDocument } from "./document.ts";
import { change, leftAlone } from "./parts/change.ts";
import { moves } from "./parts/move.ts";

export const applied = {
  dry_run: z.boolean().describe("Whether nothing was changed."),
  changes: z
    .array(change)
    .describe("In their order; with `dry_run`, what would be done. Empty where all was as planned."),
  left_alone: leftAlone,
};

export const applyDocument = describeDocument("apply", "`ors apply`: the kernel brought to the plan.", {
  testing: z.boolean().describe("`testing`: no subtap is made."),
  moves,
  ...applied,
});

export const downDocument = describeDocument("down", "`ors down`: subtaps removed.", applied);
