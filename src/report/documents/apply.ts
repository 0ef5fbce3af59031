import * as z from "zod";
import { describeDocument } from "./document.ts";
import { change, leftAlone } from "./parts/change.ts";
import { moves } from "./parts/move.ts";
import { files } from "./render.ts";

const applied = {
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

export const undoDocument = describeDocument(
  "undo",
  "`ors undo`: the earlier files and their subtaps put back.",
  {
    output: z.string().describe("The folder of the files."),
    rolled_back: z
      .boolean()
      .describe(
        "Whether a run that did not come to its end was undone, and so the set before that one stays kept.",
      ),
    files,
    moves,
    ...applied,
  },
);
