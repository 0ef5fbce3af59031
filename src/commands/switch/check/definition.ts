import { defineCommand } from "../../../console/definition.ts";
import { configurationFile } from "../options.ts";

export const definition = defineCommand({
  details: ["Needs no switch; whether its TAPs are there is not looked at."],
  arguments: { file: configurationFile },
  options: {},
  examples: ["ors switch check switch.yaml"],
});
