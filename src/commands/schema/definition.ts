import { defineCommand } from "../../console/definition.ts";
import { argument } from "../../console/option/argument.ts";
import { choice } from "../../console/option/word.ts";
import { schemaNames } from "../../instance/schema/names.ts";
import { documentNames } from "../../report/documents/names.ts";

const reportNames = documentNames.map((name) => `report-${name}` as const);

export const definition = defineCommand({
  details: [
    `Parameters: ${schemaNames.join(", ")}; a whole parameter file: file. Configuration of a switch: switch. JSON documents (docs/json.md): ${reportNames.join(", ")}.`,
  ],
  arguments: {
    name: argument(
      choice([...schemaNames, "file", "switch", ...reportNames], {
        metavar: "schema",
        description: "which one",
        default: "enb",
      }),
    ),
  },
  options: {},
  examples: [
    "ors schema",
    "ors schema cell",
    "ors schema file",
    "ors schema switch",
    "ors schema report-check",
  ],
});
