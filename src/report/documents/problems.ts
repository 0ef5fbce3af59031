import * as z from "zod";
import { describeDocument } from "./document.ts";

export const problemsDocument = describeDocument(
  "problems",
  "What any command prints in place of its own document where it fails; the text goes to standard error too.",
  {
    command: z.string().nullable().describe("The command; null where the words name none."),
    exit_code: z.int().describe("2 the input is bad, 3 not permitted, 4 anything else failed."),
  },
);
