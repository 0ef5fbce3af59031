import * as z from "zod";
import { describeDocument } from "./document.ts";

const port = z.string().describe("The port.");

export const frameSendDocument = describeDocument("frame-send", "`ors frame send`: frames that went.", {
  port,
  total: z.int().describe("Frames that were to be sent."),
  sent: z.int().describe("Frames that went; fewer where the port had no room in time."),
});

const difference = z.strictObject({
  field: z.string().describe("`dst`, `src`, `vlan`, `type`, `payload`, `fill`, `sequence` or `length`."),
  offset: z.int().describe("Its first byte that differs, from the destination on."),
  expected: z.string().describe("What must be there."),
  found: z.string().describe("What is there."),
});

const unexpected = z.strictObject({
  number: z.int().describe("Which of the frames it is, from 0."),
  frame: z.string().describe("Its bytes in hexadecimal."),
  summary: z.string().describe("Its header in words."),
  difference: difference.nullable().describe("How it is not as it must be; null where no frame may come."),
});

export const frameExpectDocument = describeDocument("frame-expect", "`ors frame expect`: what came.", {
  port,
  is_good: z.boolean().describe("Whether all came as they must, and no other did."),
  count: z.int().nullable().describe("Frames that must come; null where none may."),
  came: z.int().describe("Frames that came as they must."),
  ignored: z.int().describe("Others that were passed over."),
  unexpected: unexpected.nullable().describe("The frame that ended the waiting; null where none did."),
});
