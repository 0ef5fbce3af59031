import { defineCommand } from "../../console/definition.ts";
import { flag } from "../../console/option/word.ts";
import { instance, instanceOrPlanFile, json, plan, watchState } from "../options.ts";

export const definition = defineCommand({
  details: [
    "Each TAP is as planned, taken down (by `ors tap down`), missing, down (by nobody who said so), wrong, blocked (by " +
      "what others must do first) or unknown. Exit 0 only where each is as planned or taken down, else 1.",
  ],
  arguments: { file: instanceOrPlanFile },
  options: {
    instance,
    plan,
    diff: flag({ description: "print only what differs", short: "d" }),
    state: watchState,
    json,
  },
  atMostOneOf: [["file", "instance", "plan"]],
  examples: ["ors status site.yaml", "ors status --plan etc/plan.json --diff"],
});
