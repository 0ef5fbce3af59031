import { defineCommand } from "../../console/definition.ts";
import { instance, plan, subtap, watchState } from "../options.ts";

export const definition = defineCommand({
  arguments: { name: subtap },
  options: { instance, plan, state: watchState },
  atMostOneOf: [["instance", "plan"]],
  examples: ["ors tap down slaptap16-2 --plan etc/plan.json"],
});
