import * as z from "zod";
import { describeDocument } from "./document.ts";
import { change, leftAlone, refusal } from "./parts/change.ts";
import { plannedTap, slaptap } from "./parts/tap.ts";

const row = z.strictObject({
  ...plannedTap,
  state: z
    .enum(["as planned", "taken down", "missing", "down", "wrong", "blocked", "unknown"])
    .describe(
      "How it is in the kernel: `down` by no operator, `wrong` in its settings, `blocked` by what others must do first, `unknown` where it was not compared.",
    ),
});

const watch = z.strictObject({
  pid: z.int().describe("Its process."),
  started: z.string().describe("Since when, ISO 8601."),
  condition: z.string().describe("`in sync`, `healing`, `blocked`, `failing` or `looking`."),
  problem: z.string().nullable().describe("What keeps the kernel from being in sync."),
  plan_problem: z.string().nullable().describe("Why it keeps an older plan than that of its file."),
  healed: z.int().describe("Drifts that it has healed."),
  last_healed: z.string().nullable().describe("When it healed the last one, ISO 8601."),
});

export const statusDocument = describeDocument(
  "status",
  "`ors status`: the plan beside what the kernel has.",
  {
    ...slaptap,
    taps: z.array(row).describe("One for each CPRI Radio Unit, in their order."),
    watch: watch.nullable().describe("The watch that has the state folder; null where none runs."),
    taken_down: z.array(z.string()).describe("Subtaps that an operator took down by `ors tap down`."),
    in_sync: z
      .boolean()
      .describe("Whether every TAP is as planned or taken down, and nothing is there too many."),
    changes: z.array(change).describe("What `ors apply` would do."),
    refusals: z.array(refusal).describe("What keeps `ors apply` from doing anything."),
    left_alone: leftAlone,
  },
);
