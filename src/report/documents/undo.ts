import * as z from "zod";
import { applied } from "./apply.ts";
import { describeDocument } from "./document.ts";
import { moves } from "./parts/move.ts";
import { files } from "./render.ts";

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
