import * as z from "zod";
import { change, leftAlone, refusal } from "./change.ts";
import { describeDocument } from "./document.ts";
import { plannedTap, slaptap } from "./tap.ts";

export const statusDocument = describeDocument(
  "status",
  "`ors status`: the plan beside what the kernel has.",
  {
    ...slaptap,
    taps: z.array(z.strictObject(plannedTap)).describe("One for each CPRI Radio Unit, in their order."),
    taken_down: z.array(z.string()).describe("Subtaps that an operator took down by `ors tap down`."),
    in_sync: z.boolean().describe("Whether the kernel is as planned."),
    changes: z.array(change).describe("What `ors apply` would do."),
    refusals: z.array(refusal).describe("What keeps `ors apply` from doing anything."),
    left_alone: leftAlone,
  },
);
