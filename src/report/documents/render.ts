import * as z from "zod";
import { describeDocument } from "./document.ts";
import { moves } from "./parts/move.ts";

const file = z.strictObject({
  path: z.string().describe("Its name in the folder."),
  change: z
    .enum(["created", "changed", "unchanged", "removed"])
    .describe("What was done with it; with `dry_run`, what would be done."),
});

export const files = z
  .array(file)
  .describe("Every file of the instance, then those that are no longer wanted.");

export const renderDocument = describeDocument("render", "`ors render`: the files of an instance.", {
  output: z.string().describe("The folder."),
  dry_run: z.boolean().describe("Whether nothing was written."),
  files,
  moves,
  diff: z
    .string()
    .nullable()
    .describe(
      "With `--diff`: a unified difference, passwords hidden, empty where nothing differs; else null.",
    ),
});
