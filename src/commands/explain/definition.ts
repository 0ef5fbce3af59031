import { defineCommand } from "../../console/definition.ts";
import { argument } from "../../console/option/argument.ts";
import { text } from "../../console/option/word.ts";
import { instance, instanceFile, json } from "../options.ts";

export const definition = defineCommand({
  arguments: {
    reference: argument(
      text({
        metavar: "reference",
        description: "reference of a cell, a Radio Unit, a peer or a peer cell; enb is the instance itself",
        required: true,
      }),
    ),
    file: instanceFile,
  },
  options: { instance, json },
  atMostOneOf: [["file", "instance"]],
  examples: ["ors explain CELL1 site.yaml", "ors explain enb --instance site.yaml"],
});
