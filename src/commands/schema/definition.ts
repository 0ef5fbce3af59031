import { defineCommand } from "../../console/definition.ts";
import { argument } from "../../console/option/argument.ts";
import { choice } from "../../console/option/word.ts";
import { schemaNames } from "../../instance/schema/names.ts";

export const definition = defineCommand({
  name: "schema",
  summary: "print the JSON schema of the parameters",
  arguments: {
    name: argument(
      choice(schemaNames, {
        metavar: "schema",
        description: `one of ${schemaNames.join(", ")}`,
        default: "enb",
      }),
    ),
  },
  options: {},
  examples: ["ors schema", "ors schema cell"],
});
