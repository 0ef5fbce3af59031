import { defineCommand } from "../../console/definition.ts";
import { text } from "../../console/option/word.ts";
import { dryRun, instance, instanceFile } from "../options.ts";

export const definition = defineCommand({
  details: [
    "The cell is like the last one of the file, with a pci and a cell_id of its own. Edits the file in place and keeps " +
      "its comments; nothing is written where the result would not be valid.",
  ],
  arguments: { file: instanceFile },
  options: {
    instance,
    ru: text({ metavar: "name", description: "reference of the Radio Unit that carries it", required: true }),
    reference: text({
      metavar: "name",
      description: "its reference",
      shownDefault: "the one after the last",
    }),
    dryRun,
  },
  atMostOneOf: [["file", "instance"]],
  examples: ["ors add cell site.yaml --ru RU03"],
});
