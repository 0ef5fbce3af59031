import { defineCommand } from "../../../console/definition.ts";
import { json } from "../../options.ts";
import { configurationFile } from "../options.ts";

export const definition = defineCommand({
  details: ["Needs no switch; whether its TAPs are there is not looked at."],
  arguments: { file: configurationFile },
  options: { json },
  examples: ["ors switch check switch.yaml", "ors switch check switch.yaml --json"],
});
