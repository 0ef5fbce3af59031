import { defineCommand } from "../../console/definition.ts";
import { dryRun, instance, instanceOrPlanFile, json, plan, slaptap, trampoline } from "../options.ts";

export const definition = defineCommand({
  arguments: { file: instanceOrPlanFile },
  options: { instance, plan, slaptap, dryRun, trampoline, json },
  atMostOneOf: [["file", "instance", "plan", "slaptap"]],
  examples: ["ors down site.yaml", "ors down --slaptap slaptap16"],
});
