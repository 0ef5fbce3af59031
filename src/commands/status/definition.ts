import { defineCommand } from "../../console/definition.ts";
import { flag } from "../../console/option/word.ts";
import { instance, instanceOrPlanFile, json, plan, watchState } from "../options.ts";

export const definition = defineCommand({
  arguments: { file: instanceOrPlanFile },
  options: {
    instance,
    plan,
    diff: flag({ description: "print only what differs; exit 1 where something does", short: "d" }),
    state: watchState,
    json,
  },
  atMostOneOf: [["file", "instance", "plan"]],
  examples: ["ors status site.yaml", "ors status --plan etc/plan.json --diff"],
});
