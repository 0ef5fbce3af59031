import * as z from "zod";
import { describeDocument } from "../documents/document.ts";

const compared = {
  what: z.string().describe("What it is about."),
  before: z.string().describe("What it was."),
  after: z.string().describe("What it is in the newer form."),
};

export const convertDocument = describeDocument(
  "convert",
  "`ors convert`: parameters of the older form in the newer one.",
  {
    parameters: z.string().describe("The parameters in the newer form, as text."),
    rewrites: z
      .array(
        z.strictObject({
          place: z.string().describe("The parameter."),
          what: z.string().describe("What was written in its place."),
        }),
      )
      .describe("What was written anew; empty where all was of the newer form."),
    changes: z
      .array(
        z.strictObject({
          ...compared,
          settings: z
            .array(z.string())
            .describe("Where rendered files show it, as the start of a setting's name."),
        }),
      )
      .describe("What another layout of enb.cfg changes on the air."),
    moves: z.array(z.strictObject(compared)).describe("What else is not as it was."),
    stays: z.array(z.string()).describe("What was compared and is as it was."),
  },
);
