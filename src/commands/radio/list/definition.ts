import { defineCommand } from "../../../console/definition.ts";
import { json } from "../../options.ts";
import { daemon } from "../options.ts";

export const definition = defineCommand({
  arguments: {},
  options: { ...daemon, json },
  examples: ["ors radio list --plan etc/plan.json"],
});
