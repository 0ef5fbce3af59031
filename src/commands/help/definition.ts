import { defineCommand } from "../../console/definition.ts";
import { optionalRestArgument } from "../../console/option/argument.ts";
import { text } from "../../console/option/word.ts";

export const definition = defineCommand({
  arguments: {
    command: optionalRestArgument(text({ metavar: "command", description: "the command to say more about" })),
  },
  options: {},
  examples: ["ors help", "ors help tap down"],
});
