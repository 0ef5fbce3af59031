import { defineCommand } from "../../console/definition.ts";
import { dryRun, instance, instanceOrPlanFile, json, plan, trampoline, watchState } from "../options.ts";

export const definition = defineCommand({
  arguments: { file: instanceOrPlanFile },
  options: { instance, plan, dryRun, state: watchState, trampoline, json },
  atMostOneOf: [["file", "instance", "plan"]],
  examples: ["ors apply site.yaml --dry-run", "ors apply --plan etc/plan.json"],
});
