/** What differs between plan and kernel, in JSON documents. */
import * as z from "zod";

export const change = z.strictObject({
  verb: z.enum(["created", "changed", "removed"]).describe("What the trampoline does to it."),
  name: z.string().describe("The subtap."),
  what: z.string().describe("What of it: `link`, `up`, `mtu`, `addr`, `route-network` and the like."),
  found: z
    .string()
    .nullable()
    .describe("What is there; null where nothing is, or where the verb says it all."),
  wanted: z.string().nullable().describe("What shall be there."),
});

export const refusal = z.strictObject({
  name: z.string().describe("The interface that it is about."),
  what: z.string().describe("Why nothing can be done."),
  expected: z.string().nullable().describe("What mends it, and who can."),
  exit_code: z.int().describe("What `ors apply` would end with: 2 the plan, 3 who asks, 4 the node."),
});

export const leftAlone = z
  .array(z.string())
  .describe("Links that are named like a subtap, that nobody wants and that are not ours to remove.");
