import { defineCommand } from "../../../console/definition.ts";
import { file } from "../../../console/option/word.ts";

export const definition = defineCommand({
  details: [
    "A learning switch with VLANs over TAPs that are there and belong to this user; no capability is needed.",
  ],
  arguments: {},
  options: {
    config: file({ description: "the configuration that it begins with, YAML or JSON", required: true }),
  },
  examples: ["ors switch run --config switch.yaml"],
});
