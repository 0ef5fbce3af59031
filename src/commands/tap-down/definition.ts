import { defineCommand } from "../../console/definition.ts";
import { instance, plan, subtap, watchState } from "../options.ts";

export const definition = defineCommand({
  details: ["Without an instance or a folder it is that of the watch that runs."],
  arguments: { name: subtap },
  options: { instance, plan, state: watchState },
  atMostOneOf: [["instance", "plan"]],
  examples: ["ors tap down slaptap16-2 --plan etc/plan.json"],
});
