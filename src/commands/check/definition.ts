import { defineCommand } from "../../console/definition.ts";
import { flag } from "../../console/option/word.ts";
import { instance, instanceFile, json, strict, trampoline } from "../options.ts";

export const definition = defineCommand({
  arguments: { file: instanceFile },
  options: {
    instance,
    host: flag({ description: "say whether this node can do it" }),
    trampoline,
    strict,
    json,
  },
  atMostOneOf: [["file", "instance"]],
  examples: ["ors check site.yaml", "ors check --instance site.yaml --host"],
});
