import { defineCommand } from "../../../console/definition.ts";
import { file, flag } from "../../../console/option/word.ts";
import { metrics } from "../../options.ts";
import { control } from "../options.ts";

export const definition = defineCommand({
  details: [
    "A learning switch with VLANs over TAPs that are there and belong to this user; no capability is needed. Without --config it has no ports until `ors switch apply` gives it some.",
  ],
  arguments: {},
  options: {
    control,
    config: file({ description: "the configuration that it begins with, YAML or JSON" }),
    metrics,
    json: flag({ description: "log JSON lines", short: "j" }),
  },
  examples: [
    "ors switch run --control var/switch.sock --config switch.yaml",
    "ors switch run --control var/switch.sock --metrics switch.prom",
  ],
});
