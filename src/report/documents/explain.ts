import * as z from "zod";
import { describeDocument } from "./document.ts";

const value = z.strictObject({
  name: z.string().describe("The parameter, with dots where it lies deeper."),
  value: z.unknown().describe("What it came to."),
  origin: z.enum(["given", "default", "computed"]).describe("Where it came from."),
  by: z
    .string()
    .nullable()
    .describe("Whose default it is, or the rule that it was computed by; null where given."),
});

export const explainDocument = describeDocument(
  "explain",
  "`ors explain`: what one cell, Radio Unit, peer or the instance itself came to.",
  {
    what: z.string().describe("What it is: `nr cell`, `lopcomm Radio Unit`, `instance` and the like."),
    reference: z.string().describe("Its reference; of the instance its title."),
    values: z.array(value).describe("In the order of the text."),
  },
);
